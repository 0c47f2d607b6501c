export { cancelInvitationsTo } from './cancel.ts';
export { invitationRouter } from './router.ts';
