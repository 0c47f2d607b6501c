export { createTeamRouter } from './router.ts';
export { changeTeamRows } from './rows.ts';
