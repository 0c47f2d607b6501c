export { cancelInvitationsTo } from './cancel.ts';
export { offeringByTag } from './queries.ts';
export { createInvitationRouter } from './router.ts';
