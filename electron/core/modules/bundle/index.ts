export { createBundleRouter } from './router.ts';
