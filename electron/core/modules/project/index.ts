export { insertProject } from './create.ts';
export { createProjectRouter } from './router.ts';
