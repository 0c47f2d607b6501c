export { defaultRoleObjections, isForNewcomers, newcomerRoleObjections } from './default-role.ts';
export { factsWith } from './facts.ts';
export type { Giver } from './giver.ts';
export { hollowOfferObjections } from './hollow.ts';
export { foreignKeyObjections, keyObjections, offspringObjections } from './key.ts';
export { mayObjections } from './may.ts';
export { type AccessWish, type JudgedAccess, judgeAccess } from './member.ts';
export { moveObjections, reachedByMove } from './move.ts';
export { type Objection, requireNone, under } from './objection.ts';
export { futureFacts, type Offer, type OfferedGrant, offerObjections } from './offer.ts';
export { type GrantPlan, grantIdentity } from './plan.ts';
export { previewOf } from './preview.ts';
export { levelOf, memberObjections } from './rank.ts';
export { rankedObjections } from './ranked.ts';
export { type ReplacedGrants, replacedGrants } from './replace-role.ts';
export { requestObjections, wishOfRequest } from './request.ts';
export {
  isAssignable,
  lockObjections,
  lockOf,
  newRoleObjections,
  replacementObjections,
  roleEditObjections,
} from './role.ts';
export { seenBy } from './seen-by.ts';
export { reachedByTags, tagObjections } from './tags.ts';
export {
  changedTeam,
  factsInTeam,
  judgeTeamGrants,
  membershipObjections,
  type TeamChange,
  teamMemberObjections,
  teamObjections,
} from './team.ts';
