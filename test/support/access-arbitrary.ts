import fc from 'fast-check';
import { allPermissions } from '#shared/model/permissions.ts';
import { type AccessNode, type AccessRows, organizationId } from './access-rows.ts';

/** Some permissions of few kinds, so that roles, extras and keys meet. */
export const somePermissions = [
  ...allPermissions.filter((permission) => /^(project|environment|service|server|member)\./.test(permission)),
  ...allPermissions.slice(-3),
  'api.read' as const,
];

export const permissionSet = fc.subarray(somePermissions, { maxLength: 8 });
const index = fc.nat(60);
const end = fc.option(fc.integer({ min: 1, max: 20 }), { freq: 3 });
const kinds = ['project', 'environment', 'service', 'server'] as const;

export const grantSeed = fc.record({
  holder: index,
  isTeam: fc.boolean(),
  place: index,
  tags: fc.option(fc.array(index, { minLength: 1, maxLength: 3 }), { freq: 3 }),
  role: fc.option(index, { freq: 2 }),
  endsAt: end,
});
export type GrantSeed = typeof grantSeed extends fc.Arbitrary<infer T> ? T : never;

const at = <T>(items: readonly T[], position: number): T => items[position % items.length] as T;

/** The places where a grant may be, and things be tagged. */
export const placesOf = (rows: AccessRows): AccessNode[] =>
  rows.nodes.filter(({ kind }) => (kinds as readonly string[]).includes(kind));

export const tagsOf = (rows: AccessRows): AccessNode[] => rows.nodes.filter(({ kind }) => kind === 'tag');

/** Adds a grant as its seed says, where there are a holder and a place for it. */
export const addGrant = (rows: AccessRows, id: string, seed: GrantSeed): void => {
  const holders = seed.isTeam && rows.teams.length > 0 ? rows.teams : rows.members;
  const holder = holders.length > 0 ? at<{ id: string }>(holders, seed.holder).id : null;
  const places = placesOf(rows);
  const tags = tagsOf(rows);
  const tagIds = seed.tags && [...new Set(seed.tags.map((tag) => at(tags, tag).id))];
  if (holder === null || (!tagIds && places.length === 0)) return;
  rows.nodes.push({ id, kind: 'grant', parentId: organizationId, tagIds: [] });
  const isTeam = holders === rows.teams;
  rows.grants.push({
    id,
    memberId: isTeam ? null : holder,
    teamId: isTeam ? holder : null,
    nodeId: tagIds ? null : at(places, seed.place).id,
    tagIds,
    roleId: seed.role === null ? null : at(rows.roles, seed.role).id,
    endsAt: seed.endsAt,
  });
};

const seedOf = fc.record({
  nodes: fc.array(fc.record({ parent: index, kind: fc.constantFrom(...kinds) }), { maxLength: 30 }),
  tagged: fc.array(fc.record({ node: index, tags: fc.array(index, { maxLength: 3 }) }), { maxLength: 10 }),
  roles: fc.array(
    fc.record({ reach: fc.constantFrom('organization', 'granted'), permissions: permissionSet }),
    { minLength: 1, maxLength: 4 },
  ),
  members: fc.array(
    fc.record({ role: index, extras: permissionSet, isSuspended: fc.boolean(), isPlain: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  ),
  teams: fc.array(fc.array(index, { maxLength: 4 }), { maxLength: 3 }),
  grants: fc.array(grantSeed, { maxLength: 12 }),
  keys: fc.array(
    fc.record({
      member: index,
      permissions: fc.option(permissionSet),
      nodes: fc.option(fc.array(index, { maxLength: 2 })),
      endsAt: end,
    }),
    { maxLength: 4 },
  ),
});

/** Any organization: a tree, two tag sets, roles, members, teams, grants on nodes and by tags, and API keys. */
export const accessRows: fc.Arbitrary<AccessRows> = seedOf.map((seed) => {
  const rows: AccessRows = { nodes: [], roles: [], members: [], teams: [], grants: [], keys: [], now: 10 };
  const add = (id: string, kind: AccessNode['kind'], parentId: string | null): void => {
    rows.nodes.push({ id, kind, parentId, tagIds: [] });
  };
  add(organizationId, 'organization', null);
  for (const set of ['A', 'B']) {
    add(`set${set}`, 'tagSet', organizationId);
    for (const tag of ['1', '2', '3']) add(`tag${set}${tag}`, 'tag', `set${set}`);
  }
  for (const [position, { parent, kind }] of seed.nodes.entries()) {
    const above = at([organizationId, ...placesOf(rows).map(({ id }) => id)], parent);
    add(`n${position}`, kind, above);
  }
  const places = placesOf(rows);
  for (const { node, tags } of places.length > 0 ? seed.tagged : []) {
    at(places, node).tagIds = [...new Set(tags.map((tag) => at(tagsOf(rows), tag).id))];
  }
  rows.roles = seed.roles.map(({ reach, permissions }, position) => ({
    id: `r${position}`,
    name: `r${position}`,
    level: 30,
    reach: reach === 'granted' ? 'granted' : 'organization',
    permissions,
  }));
  rows.members = seed.members.map((member, position) => ({
    id: `m${position}`,
    organizationId,
    accountId: `a${position}`,
    roleId: at(rows.roles, member.role).id,
    extras: member.isPlain ? ['api.read'] : member.extras,
    isSuspended: member.isSuspended && !member.isPlain,
  }));
  for (const { id } of rows.members) add(id, 'member', organizationId);
  rows.teams = seed.teams.map((members, position) => ({
    id: `t${position}`,
    memberIds: [...new Set(members.map((member) => at(rows.members, member).id))],
  }));
  for (const { id } of rows.teams) add(id, 'team', organizationId);
  for (const [position, grant] of seed.grants.entries()) addGrant(rows, `g${position}`, grant);
  rows.keys = seed.keys.map(({ member, permissions, nodes, endsAt }, position) => ({
    id: `k${position}`,
    memberId: at(rows.members, member).id,
    permissions,
    nodeIds: nodes && [...new Set(nodes.flatMap((node) => (places.length > 0 ? [at(places, node).id] : [])))],
    endsAt,
  }));
  for (const { id, memberId } of rows.keys) add(id, 'apiKey', memberId);
  return rows;
});
