export { memberRouter } from './router.ts';
export { addMember, changeMembers, type MemberChange, type NewMember, removeMember } from './rows.ts';
