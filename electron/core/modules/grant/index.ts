export { applyGrants, grantFact } from './apply.ts';
export { grantsOfMember, grantsOfTeam, tagFilterPath } from './queries.ts';
export { requireChange } from './require-change.ts';
