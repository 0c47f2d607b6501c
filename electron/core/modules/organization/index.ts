export { addMember, createOrganization } from './create.ts';
export { addRole } from './create.ts';
export { organizationsOf } from './queries.ts';
export { organizationRouter } from './router.ts';
