export { createAccessRouter } from './router.ts';
