export { createFoundRouter } from './router.ts';
