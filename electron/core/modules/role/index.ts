export { createRoleRouter } from './router.ts';
