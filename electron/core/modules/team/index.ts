export { factsInTeam } from './judge.ts';
export { teamRouter } from './router.ts';
export { changedTeam, changeTeamRows } from './rows.ts';
