import { intersectionOf, isEmpty, noBits, type PermissionBits, unionOf } from './bits.ts';
import type { Effective, IndexedNode } from './indexed-node.ts';
import type { NodeTree } from './node-tree.ts';
import { isShown } from './reading.ts';
import type { GrantRow, KeyRow, MemberRow, RoleRow } from './rows.ts';

/** A role with its permissions as bits. */
export interface IndexedRole extends RoleRow {
  readonly bits: PermissionBits;
}

/** A grant as one member has it: given to them, or to a team they are in. */
export interface HeldGrant {
  readonly grant: GrantRow;
  /** The role whose permissions hold there. */
  readonly role: IndexedRole;
}

/** Everything that decides what one member may; changed copies of it answer "what if". */
export interface MemberFacts {
  readonly member: MemberRow;
  readonly role: IndexedRole;
  readonly extras: PermissionBits;
  readonly grants: readonly HeldGrant[];
}

/** A scope is on the way to itself: a role that cannot read it still shows where it holds. */
const pathsTo = (scopes: Iterable<IndexedNode>): Set<IndexedNode> => {
  const paths = new Set<IndexedNode>();
  for (const scope of scopes) {
    for (let node: IndexedNode | null = scope; node; node = node.parent) paths.add(node);
  }
  return paths;
};

const effective = (
  { memberId, roleName, everywhere }: Pick<Effective, 'memberId' | 'roleName' | 'everywhere'>,
  scopes: ReadonlyMap<IndexedNode, PermissionBits>,
): Effective => {
  for (const node of scopes.keys()) node.isScope = true;
  if (scopes.size === 0) {
    return { everywhere, scopes: null, anywhere: everywhere, memberId, roleName, paths: noPaths };
  }
  let anywhere = everywhere;
  for (const bits of scopes.values()) anywhere = unionOf(anywhere, bits);
  return { everywhere, scopes, anywhere, memberId, roleName, paths: pathsTo(scopes.keys()) };
};

const noPaths: ReadonlySet<IndexedNode> = new Set();

/** The nodes where a grant holds: its own, or those its tag filter names. */
export const scopesOf = (tree: NodeTree, organizationId: string, grant: GrantRow): IndexedNode[] => {
  if (grant.tagIds) return tree.matching(organizationId, grant.tagIds);
  const node = tree.get(grant.nodeId ?? '');
  return node ? [node] : [];
};

export const isOver = (endsAt: number | null, now: number): boolean => endsAt !== null && endsAt <= now;

/**
 * What a member may: role (if its reach is the organization) ∪ extras everywhere, and at each scope the union of
 * its grants. Nothing denies. Source: docs/access.md, "Words".
 */
export const effectiveOf = (tree: NodeTree, facts: MemberFacts, now: number): Effective => {
  const { member, role, extras, grants } = facts;
  const scopes = new Map<IndexedNode, PermissionBits>();
  for (const { grant, role: granted } of grants) {
    if (isOver(grant.endsAt, now)) continue;
    for (const node of scopesOf(tree, member.organizationId, grant)) {
      const held = scopes.get(node);
      scopes.set(node, held ? unionOf(held, granted.bits) : granted.bits);
    }
  }
  const everywhere = role.reach === 'organization' ? unionOf(role.bits, extras) : extras;
  return effective({ memberId: member.id, roleName: role.name, everywhere }, scopes);
};

/**
 * What an API key may: what its holder may, within its permissions and at or below its scopes. A scope that was taken
 * from the holder is no path of the key either.
 */
export const narrowed = (tree: NodeTree, holder: Effective, key: KeyRow, mask: PermissionBits): Effective => {
  const { memberId, roleName } = holder;
  if (key.nodeIds === null) {
    const scopes = [...(holder.scopes ?? [])].map(
      ([node, bits]) => [node, intersectionOf(bits, mask)] as const,
    );
    const everywhere = intersectionOf(holder.everywhere, mask);
    return effective(
      { memberId, roleName, everywhere },
      new Map(scopes.filter(([, bits]) => !isEmpty(bits))),
    );
  }
  const limits = new Set(key.nodeIds.flatMap((id) => tree.get(id) ?? []));
  const scopes = new Map<IndexedNode, PermissionBits>();
  for (const limit of limits) scopes.set(limit, intersectionOf(heldAt(holder, limit), mask));
  for (const [node, bits] of holder.scopes ?? []) {
    if (!scopes.has(node) && isBelowOneOf(limits, node)) scopes.set(node, intersectionOf(bits, mask));
  }
  const within = effective({ memberId, roleName, everywhere: noBits }, scopes);
  return {
    ...within,
    paths: new Set([...within.paths].filter((node) => isShown(holder, node, heldAt(holder, node)))),
  };
};

const isBelowOneOf = (limits: ReadonlySet<IndexedNode>, node: IndexedNode): boolean => {
  for (let above = node.parent; above; above = above.parent) if (limits.has(above)) return true;
  return false;
};

/** All that somebody holds on one node. */
export const heldAt = ({ everywhere, scopes }: Effective, node: IndexedNode): PermissionBits => {
  let bits = everywhere;
  for (let above: IndexedNode | null = node; scopes && above; above = above.parent) {
    const granted = above.isScope ? scopes.get(above) : undefined;
    if (granted) bits = unionOf(bits, granted);
  }
  return bits;
};
