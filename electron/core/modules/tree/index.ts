export { createTreeRouter } from './router.ts';
