import { type NodeKind, type ScopeKind, scopeKinds } from '#shared/model/nodes.ts';
import {
  type AccessIndex,
  bitOf,
  type GrantRow,
  hasBit,
  type IndexedNode,
  insertGrant,
  type MemberFacts,
} from '../access/index.ts';
import type { Transaction } from '../store/store.ts';

const isScope = (kind: NodeKind): kind is ScopeKind => (scopeKinds as readonly NodeKind[]).includes(kind);

/** The grant, nearest first, by which a member may create this kind below the node: by its own node or by tags. */
const coveringGrant = (
  access: AccessIndex,
  { grants }: MemberFacts,
  kind: ScopeKind,
  parent: IndexedNode,
  now: number,
): GrantRow | undefined => {
  const bit = bitOf(`${kind}.create`);
  const able = grants.filter(
    ({ grant, role }) => hasBit(role.bits, bit) && (grant.endsAt === null || grant.endsAt > now),
  );
  for (let above: IndexedNode | null = parent; above; above = above.parent) {
    const { id, tagIds } = above;
    const found = able.find(({ grant }) =>
      grant.tagIds ? access.matches(grant.tagIds, [...(tagIds ?? [])]) : grant.nodeId === id,
    );
    if (found) return found.grant;
  }
  return undefined;
};

/**
 * Gives whoever creates a thing by a grant or an extra permission a grant on it, in the same transaction: with
 * the role and the end of the grant that let them create it, else with their own role. Source: access.md, R12.
 */
export const grantCreator = (
  tx: Transaction,
  access: AccessIndex,
  accountId: string,
  node: { id: string; kind: NodeKind; parentId: string | null },
): void => {
  const parent = access.node(node.parentId ?? '');
  if (!isScope(node.kind) || !parent) return;
  const held = parent.subjects.get(accountId);
  const facts = held && access.memberships.factsOf(held.memberId);
  if (!held || !facts || hasBit(held.everywhere, bitOf(`${node.kind}.read`))) return;
  const covering = coveringGrant(access, facts, node.kind, parent, tx.now);
  insertGrant(tx, {
    organizationId: parent.organizationId,
    createdBy: accountId,
    memberId: held.memberId,
    teamId: null,
    nodeId: node.id,
    tagIds: null,
    roleId: covering?.roleId ?? null,
    endsAt: covering?.endsAt ?? null,
  });
};
