import fc from 'fast-check';
import type { AccessIndex } from '#core/access/index.ts';
import { addGrant, grantSeed, permissionSet, placesOf, tagsOf } from './access-arbitrary.ts';
import { type AccessRows, organizationId } from './access-rows.ts';

const index = fc.nat(60);

/** One change of anything that decides. */
export const accessChange = fc.oneof(
  fc.record({ type: fc.constant('addNode' as const), parent: index }),
  fc.record({ type: fc.constant('moveNode' as const), node: index, parent: index }),
  fc.record({ type: fc.constant('removeNode' as const), node: index }),
  fc.record({ type: fc.constant('tag' as const), node: index, tags: fc.array(index, { maxLength: 3 }) }),
  fc.record({
    type: fc.constant('role' as const),
    role: index,
    permissions: permissionSet,
    wide: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('member' as const),
    member: index,
    role: index,
    extras: permissionSet,
    isSuspended: fc.boolean(),
  }),
  fc.record({ type: fc.constant('team' as const), team: index, members: fc.array(index, { maxLength: 4 }) }),
  fc.record({ type: fc.constant('grant' as const), grant: grantSeed }),
  fc.record({ type: fc.constant('removeRow' as const), row: index }),
  fc.record({ type: fc.constant('time' as const), by: fc.integer({ min: 1, max: 6 }) }),
);
export type AccessChange = typeof accessChange extends fc.Arbitrary<infer T> ? T : never;

const at = <T>(items: readonly T[], position: number): T | undefined => items[position % items.length];

const below = (rows: AccessRows, id: string): string[] => [
  id,
  ...rows.nodes.filter(({ parentId }) => parentId === id).flatMap((node) => below(rows, node.id)),
];

/** What the store's cascades do when a node goes. */
const cascade = (rows: AccessRows, id: string): void => {
  const gone = new Set(below(rows, id));
  const isGone = (each: string | null): boolean => each !== null && gone.has(each);
  const grants = rows.grants.filter(
    (grant) => isGone(grant.id) || isGone(grant.nodeId) || isGone(grant.memberId) || isGone(grant.teamId),
  );
  for (const grant of grants) gone.add(grant.id);
  rows.grants = rows.grants.filter((grant) => !gone.has(grant.id));
  rows.members = rows.members.filter((member) => !gone.has(member.id));
  rows.teams = rows.teams
    .filter((team) => !gone.has(team.id))
    .map((team) => ({ ...team, memberIds: team.memberIds.filter((each) => !gone.has(each)) }));
  rows.keys = rows.keys
    .filter((key) => !gone.has(key.id))
    .map((key) => ({
      ...key,
      nodeIds: key.nodeIds === null ? null : key.nodeIds.filter((each) => !gone.has(each)),
    }));
  rows.nodes = rows.nodes.filter((node) => !gone.has(node.id));
};

type Apply<T extends AccessChange['type']> = (
  rows: AccessRows,
  live: AccessIndex,
  change: Extract<AccessChange, { type: T }>,
  id: string,
) => void;

const changes: { readonly [T in AccessChange['type']]: Apply<T> } = {
  addNode: (rows, live, { parent }, id) => {
    const parentId = at([organizationId, ...placesOf(rows).map((node) => node.id)], parent) ?? organizationId;
    rows.nodes.push({ id, kind: 'service', parentId, tagIds: [] });
    live.addNode({ id, kind: 'service', parentId, organizationId, name: id });
  },
  moveNode: (rows, live, { node, parent }) => {
    const moved = at(placesOf(rows), node);
    const under = moved ? new Set(below(rows, moved.id)) : new Set();
    const target = at(
      [organizationId, ...placesOf(rows).map(({ id }) => id)].filter((id) => !under.has(id)),
      parent,
    );
    if (!moved || !target) return;
    moved.parentId = target;
    live.moveNode(moved.id, target);
  },
  removeNode: (rows, live, { node }) => {
    const gone = at(placesOf(rows), node);
    if (!gone) return;
    cascade(rows, gone.id);
    live.removeNode(gone.id);
  },
  tag: (rows, live, { node, tags }) => {
    const tagged = at(placesOf(rows), node);
    if (!tagged) return;
    tagged.tagIds = [...new Set(tags.flatMap((tag) => at(tagsOf(rows), tag)?.id ?? []))];
    live.setTags(tagged.id, tagged.tagIds);
  },
  role: (rows, live, { role, permissions, wide }) => {
    const before = at(rows.roles, role);
    if (!before) return;
    const after = { ...before, permissions, reach: wide ? ('organization' as const) : ('granted' as const) };
    rows.roles = rows.roles.map((each) => (each === before ? after : each));
    live.setRole(after);
  },
  member: (rows, live, { member, role, extras, isSuspended }) => {
    const before = at(rows.members, member);
    if (!before) return;
    const after = { ...before, extras, isSuspended, roleId: at(rows.roles, role)?.id ?? before.roleId };
    rows.members = rows.members.map((each) => (each === before ? after : each));
    live.setMember(after);
  },
  team: (rows, live, { team, members }) => {
    const before = at(rows.teams, team);
    if (!before) return;
    const memberIds = [...new Set(members.flatMap((member) => at(rows.members, member)?.id ?? []))];
    const after = { ...before, memberIds };
    rows.teams = rows.teams.map((each) => (each === before ? after : each));
    live.setTeam(after);
  },
  grant: (rows, live, { grant }, id) => {
    addGrant(rows, id, grant);
    const row = rows.grants.find((each) => each.id === id);
    if (!row) return;
    live.addNode({ id, kind: 'grant', parentId: organizationId, organizationId, name: null });
    live.setGrant(row);
  },
  removeRow: (rows, live, { row }) => {
    const gone = at([...rows.members, ...rows.teams, ...rows.grants, ...rows.keys], row);
    if (!gone) return;
    cascade(rows, gone.id);
    live.removeNode(gone.id);
  },
  time: (rows, live, { by }) => {
    rows.now += by;
    live.advance();
  },
};

/** Does the same to the rows and to the index that lives. */
export const applyChange = (rows: AccessRows, live: AccessIndex, change: AccessChange, id: string): void => {
  const apply = changes[change.type] as Apply<AccessChange['type']>;
  apply(rows, live, change as never, id);
};
