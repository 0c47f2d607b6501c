export { factsInTeam, memberObjections, type TeamChange } from './judge.ts';
export { teamRouter } from './router.ts';
export { changedTeam, changeTeamRows } from './rows.ts';
