export { insertProject } from './create.ts';
export { projectRouter } from './router.ts';
