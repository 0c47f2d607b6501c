export { applyGrants, grantFact } from './apply.ts';
export { previewOf } from './difference.ts';
export { anywhere, factsWith } from './facts.ts';
export {
  requireAbove,
  requireGives,
  requireHoldsEverywhere,
  requireMayChange,
  requireNotOwnerRole,
} from './judge.ts';
export { grantsBeyond, teamGrantObjections, termObjections } from './judge-grants.ts';
export { type Objection, objections, refusalOf, requireNone } from './objection.ts';
export { pathTo } from './path.ts';
export { type GrantPlan, grantIdentity, planGrants } from './plan.ts';
export { grantsOfMember, grantsOfTeam, tagFilterPath } from './queries.ts';
export { type ReplacedGrants, replacedGrants } from './replace-role.ts';
export { requireChange } from './require-change.ts';
