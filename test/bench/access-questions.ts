import { AccessIndex, type GrantRow } from '#core/access/index.ts';
import { allPermissions, type Permission } from '#shared/model/permissions.ts';
import '#test/support/learn-demands.ts';
import { seededRandom } from './measure.ts';

/** 1 organization, 200 projects, 400 environments, 10,000 services; 100 roles, 50 teams, 1,000 members, 2 tag sets. */
const random = seededRandom(7);
export const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

export interface Node {
  readonly id: string;
  readonly kind: 'organization' | 'project' | 'environment' | 'service';
  readonly parentId: string | null;
}
export const nodes: Node[] = [{ id: 'o', kind: 'organization', parentId: null }];
for (let p = 0; p < 200; p += 1) nodes.push({ id: `p${p}`, kind: 'project', parentId: 'o' });
for (let e = 0; e < 400; e += 1) nodes.push({ id: `e${e}`, kind: 'environment', parentId: `p${e % 200}` });
for (let s = 0; s < 10_000; s += 1) nodes.push({ id: `s${s}`, kind: 'service', parentId: `e${s % 400}` });
export const parentOf = new Map(nodes.map((node) => [node.id, node.parentId]));
export const pathOf = (id: string): string[] => {
  const parent = parentOf.get(id);
  return parent ? [id, ...pathOf(parent)] : [id];
};

const roles = Array.from({ length: 100 }, (_, at) => ({
  id: `r${at}`,
  name: `r${at}`,
  level: 30,
  reach: at % 2 === 0 ? ('organization' as const) : ('granted' as const),
  permissions: Array.from({ length: 12 }, () => pick(allPermissions)),
}));
type Role = (typeof roles)[number];
const rolesById = new Map(roles.map((role) => [role.id, role]));

export const now = 1_800_000_000_000;
const dayMs = 86_400_000;
const scopes = nodes.filter(({ kind }) => kind !== 'organization');
const tags = ['tagA1', 'tagA2', 'tagA3', 'tagB1', 'tagB2'];
const tagged = new Map(Array.from({ length: 120 }, () => [pick(scopes).id, [pick(tags), pick(tags)]]));

let grantCount = 0;
/** One in eight has ended, one in eight will, one in eight holds by tags. */
const grantOf = (holder: { memberId: string } | { teamId: string }): GrantRow => {
  const at = grantCount++;
  const byTags = at % 8 === 2;
  return {
    id: `g${at}`,
    memberId: null,
    teamId: null,
    ...holder,
    nodeId: byTags ? null : pick(scopes).id,
    tagIds: byTags ? [pick(tags), 'tagB1'] : null,
    roleId: pick(roles).id,
    endsAt: at % 8 === 0 ? now - dayMs : at % 8 === 1 ? now + dayMs : null,
  };
};
export const members = Array.from({ length: 1_000 }, (_, at) => ({
  id: `m${at}`,
  role: roles[at % 100] as Role,
  extras: at % 5 === 0 ? [pick(allPermissions), pick(allPermissions)] : [],
  grants: Array.from({ length: at % 4 }, () => grantOf({ memberId: `m${at}` })),
}));
export type Member = (typeof members)[number];
const teams = Array.from({ length: 50 }, (_, at) => ({
  id: `t${at}`,
  memberIds: [...new Set(Array.from({ length: 20 }, () => pick(members).id))],
  grants: [grantOf({ teamId: `t${at}` }), grantOf({ teamId: `t${at}` })],
}));

/** What a member holds now, as engines without teams, ends and filters are told it: permissions at a scope. */
export const heldBy = (member: Member): { permissions: readonly Permission[]; scope: string }[] => {
  const grants = [
    ...member.grants,
    ...teams.filter(({ memberIds }) => memberIds.includes(member.id)).flatMap((team) => team.grants),
  ].filter(({ endsAt }) => endsAt === null || endsAt > now);
  const isNamed = (filter: readonly string[], on: readonly string[]): boolean =>
    [...Map.groupBy(filter, (tag) => tag.slice(0, 4)).values()].every((set) =>
      set.some((tag) => on.includes(tag)),
    );
  const placesOf = ({ nodeId, tagIds }: GrantRow): string[] =>
    tagIds ? [...tagged].flatMap(([id, on]) => (isNamed(tagIds, on) ? [id] : [])) : [nodeId ?? ''];
  return [
    ...(member.role.reach === 'organization' ? [{ permissions: member.role.permissions, scope: 'o' }] : []),
    ...(member.extras.length > 0 ? [{ permissions: member.extras, scope: 'o' }] : []),
    ...grants.flatMap((grant) => {
      const { permissions } = rolesById.get(grant.roleId ?? '') ?? member.role;
      return placesOf(grant).map((scope) => ({ permissions, scope }));
    }),
  ];
};

export interface Question {
  /** The member's account. */
  readonly subject: string;
  readonly member: Member;
  readonly permission: Permission;
  readonly nodeId: string;
}
const services = nodes.filter(({ kind }) => kind === 'service');
/** Half of them are asked below a scope of the member, or nearly all answers would be no. */
export const questions: Question[] = Array.from({ length: 4_096 }, () => {
  const member = pick(members);
  const held = heldBy(member);
  const one = held.length > 0 ? pick(held) : undefined;
  const below = one && random() < 0.5 ? services.filter(({ id }) => pathOf(id).includes(one.scope)) : [];
  const nodeId = (below.length > 0 ? pick(below) : pick(services)).id;
  const permission = random() < 0.5 ? pick((one ?? member.role).permissions) : pick(allPermissions);
  return { subject: member.id, member, permission, nodeId };
});

export const index = new AccessIndex(undefined, () => now);
for (const node of nodes) index.addNode({ ...node, organizationId: 'o', name: node.id });
for (const set of ['tagA', 'tagB']) {
  index.addNode({ id: set, kind: 'tagSet', parentId: 'o', organizationId: 'o', name: set });
}
for (const id of tags) {
  index.addNode({ id, kind: 'tag', parentId: id.slice(0, 4), organizationId: 'o', name: id });
}
for (const [id, on] of tagged) index.setTags(id, on);
for (const role of roles) index.setRole(role);
for (const { id, role, extras } of members) {
  const member = { id, organizationId: 'o', accountId: id, roleId: role.id, extras, isSuspended: false };
  index.setMember(member);
}
for (const { id, memberIds } of teams) index.setTeam({ id, memberIds });
for (const { grants } of [...members, ...teams]) for (const grant of grants) index.setGrant(grant);

/** Has what every member may worked out anew, as the end of a grant does. */
export const touch = (): void => {
  for (const role of roles) index.setRole(role);
};
