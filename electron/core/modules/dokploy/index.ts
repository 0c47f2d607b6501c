export { createDokployRouter } from './router.ts';
