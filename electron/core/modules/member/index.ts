export { changeAccessIn } from './change-access.ts';
export { createMemberRouter } from './router.ts';
