export type { AccessChanges } from './access-changes.ts';
export { AccessIndex } from './access-index.ts';
export {
  bitOf,
  bitsOf,
  hasBit,
  isEmpty,
  type PermissionBits,
  permissionsOf,
  unionOf,
  without,
} from './bits.ts';
export { differenceOf } from './difference.ts';
export { heldAt, type MemberFacts } from './effective.ts';
export {
  foundingPolicyOf,
  heldHostRights,
  hostRightsOf,
  requireHostRight,
} from './host-rights.ts';
export type { Effective, IndexedNode } from './indexed-node.ts';
export { insertGrant } from './insert-grant.ts';
export { loadAccess, parsePermissions, roleRow } from './load-access.ts';
export { mayGive } from './may-give.ts';
export { isAtOrAbove, subtree } from './node-tree.ts';
export { pathTo } from './path.ts';
export { readPermissionOf } from './reading.ts';
export type { GrantRow, KeyRow, MemberRow, RoleRow } from './rows.ts';
export { type Source, sourcesAt, sourcesOf } from './sources.ts';
export { type Demand, isWithin, learnDemands, usableOn } from './usable.ts';
export { createUsage, type Usage } from './usage.ts';
export { grantableAt, inWords, wouldGrant } from './would-grant.ts';
