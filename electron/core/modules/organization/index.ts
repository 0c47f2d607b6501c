export { addMember } from '../member/index.ts';
export { addRole, createOrganization } from './create.ts';
export { organizationsOf } from './queries.ts';
export { organizationRouter } from './router.ts';
