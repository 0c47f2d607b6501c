export { createActivityRouter } from './router.ts';
