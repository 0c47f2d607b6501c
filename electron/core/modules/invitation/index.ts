export { cancelInvitationsTo } from './cancel.ts';
export { invitationRouter } from './router.ts';
export { requireSeatToInvite, requireSeatToJoin } from './seats.ts';
