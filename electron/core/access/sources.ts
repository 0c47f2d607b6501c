import type { AccessIndex } from './access-index.ts';
import { bitsOf, hasBit, isEmpty, type PermissionBits } from './bits.ts';
import { isOver, type MemberFacts } from './effective.ts';
import type { IndexedNode } from './indexed-node.ts';
import { isAtOrAbove } from './node-tree.ts';
import type { GrantRow } from './rows.ts';

/** One thing that gives a member permissions at a place and below it. */
export interface Source {
  readonly type: 'role' | 'extra' | 'grant' | 'team';
  /** The name of the role whose permissions hold there; null for extras. */
  readonly role: string | null;
  readonly grant: GrantRow | null;
  readonly place: IndexedNode;
  readonly bits: PermissionBits;
}

const everywhere = ({ member, role }: MemberFacts, organization: IndexedNode): Source[] => {
  const place = organization;
  const byRole: Source = { type: 'role', role: role.name, grant: null, place, bits: role.bits };
  const byExtra: Source = { type: 'extra', role: null, grant: null, place, bits: bitsOf(member.extras) };
  return [...(role.reach === 'organization' ? [byRole] : []), ...(isEmpty(byExtra.bits) ? [] : [byExtra])];
};

const granted = (
  facts: MemberFacts,
  now: number,
  placesOf: (grant: GrantRow) => readonly IndexedNode[],
): Source[] =>
  facts.grants.flatMap(({ grant, role }) =>
    isOver(grant.endsAt, now)
      ? []
      : placesOf(grant).map((place) => ({
          type: grant.teamId === null ? ('grant' as const) : ('team' as const),
          role: role.name,
          grant,
          place,
          bits: role.bits,
        })),
  );

/** Everything that gives the member anything; empty for one who is suspended. */
export const sourcesOf = (access: AccessIndex, memberId: string, now: number): Source[] => {
  const facts = access.memberships.factsOf(memberId);
  const organization = facts && access.node(facts.member.organizationId);
  if (!facts || !organization || facts.member.isSuspended) return [];
  const placesOf = (grant: GrantRow): IndexedNode[] => access.scopesOf(organization.id, grant);
  return [...everywhere(facts, organization), ...granted(facts, now, placesOf)];
};

/** What gives the member something on one node: there, or above it. Looks only along the node's path. */
export const sourcesAt = (
  access: AccessIndex,
  memberId: string,
  node: IndexedNode,
  now: number,
  bit?: number,
): Source[] => {
  const facts = access.memberships.factsOf(memberId);
  const organization = facts && access.node(facts.member.organizationId);
  if (!facts || !organization || facts.member.isSuspended) return [];
  const placesOf = (grant: GrantRow): IndexedNode[] => {
    if (grant.tagIds) return access.filteredAbove(node, grant.tagIds);
    const place = access.node(grant.nodeId ?? '');
    return place && isAtOrAbove(place, node) ? [place] : [];
  };
  const found = [...everywhere(facts, organization), ...granted(facts, now, placesOf)];
  return bit === undefined ? found : found.filter(({ bits }) => hasBit(bits, bit));
};
