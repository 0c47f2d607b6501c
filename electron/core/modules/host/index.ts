export { hostRouter } from './router.ts';
