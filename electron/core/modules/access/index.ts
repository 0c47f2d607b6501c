export { accessRouter } from './router.ts';
