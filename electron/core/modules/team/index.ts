export { teamPortable } from './portable.ts';
export { createTeamRouter } from './router.ts';
export { changeTeamRows } from './rows.ts';
