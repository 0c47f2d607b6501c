export { announceAccess } from './announce-access.ts';
export { addMember, changeMembers, type MemberChange, removeMember } from './member-rows.ts';
export { requireSeat, requireSeatToJoin, seatsUsed } from './seats.ts';
