export { cancelInvitationsTo } from './cancel.ts';
export { offeringByTag } from './queries.ts';
export { invitationRouter } from './router.ts';
