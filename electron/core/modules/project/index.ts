export { insertProject } from './create.ts';
export { projectPortable } from './portable.ts';
export { createProjectRouter } from './router.ts';
