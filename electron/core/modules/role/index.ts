export { assignableRoles, roleView, roleViews } from './queries.ts';
export { roleRouter } from './router.ts';
