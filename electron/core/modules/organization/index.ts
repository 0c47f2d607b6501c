export { addMember } from '../member/index.ts';
export { addRole, createOrganization } from './create.ts';
export { addNotice } from './notices.ts';
export { organizationsOf, ownOrganizationFor } from './queries.ts';
export { recoverOwner } from './recover-owner.ts';
export { organizationRouter } from './router.ts';
export { requireSeat, requireSeatToJoin } from './seats.ts';
