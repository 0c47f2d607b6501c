export { factsInTeam } from './judge.ts';
export { createTeamRouter } from './router.ts';
export { changedTeam, changeTeamRows } from './rows.ts';
