export { insertEnvironment } from './create.ts';
export { copyEnvironment } from './duplicate.ts';
export { environmentPortable } from './portable.ts';
export { environmentsOf } from './queries.ts';
export { createEnvironmentRouter } from './router.ts';
