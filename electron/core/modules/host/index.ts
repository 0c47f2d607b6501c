export { createHostRouter } from './router.ts';
