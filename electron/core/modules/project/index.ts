export { projectRouter } from './router.ts';
