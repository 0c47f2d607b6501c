export { changeAccessIn } from './change-access.ts';
export { memberRouter } from './router.ts';
export { addMember, changeMembers, removeMember } from './rows.ts';
