export {
  AccessIndex,
  type GrantRow,
  type IndexedNode,
  type MemberRow,
  type RoleRow,
} from './access-index.ts';
export { bitOf, hasBit } from './bits.ts';
export { loadAccess, parsePermissions } from './load-access.ts';
