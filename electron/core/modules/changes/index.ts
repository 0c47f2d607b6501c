export { changesRouter } from './router.ts';
