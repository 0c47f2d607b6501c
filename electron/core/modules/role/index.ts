export { rolePortable } from './portable.ts';
export { createRoleRouter } from './router.ts';
