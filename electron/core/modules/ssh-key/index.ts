export { createSshKeyRouter } from './router.ts';
