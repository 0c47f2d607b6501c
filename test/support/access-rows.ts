import {
  type AccessChanges,
  AccessIndex,
  type GrantRow,
  type KeyRow,
  type MemberRow,
  type RoleRow,
} from '#core/access/index.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import './learn-demands.ts';

export interface AccessNode {
  readonly id: string;
  readonly kind: NodeKind;
  parentId: string | null;
  tagIds: readonly string[];
}

/** A whole organization as plain rows: what the naive reference walks and the index is built from. */
export interface AccessRows {
  nodes: AccessNode[];
  roles: RoleRow[];
  members: MemberRow[];
  teams: { id: string; memberIds: readonly string[] }[];
  grants: GrantRow[];
  keys: KeyRow[];
  now: number;
}

export const organizationId = 'o';

/** The index of such rows, as a start would load it; `clock` is what it takes for now. */
export const indexOf = (rows: AccessRows, clock: { now: number } = rows): AccessIndex => {
  const load = (index: AccessChanges): void => {
    const add = (above: string | null): void => {
      for (const { id, kind, parentId } of rows.nodes) {
        if (parentId !== above) continue;
        index.addNode({ id, kind, parentId, organizationId, name: id });
        add(id);
      }
    };
    add(null);
    for (const { id, tagIds } of rows.nodes) if (tagIds.length > 0) index.setTags(id, tagIds);
    for (const role of rows.roles) index.setRole(role);
    for (const member of rows.members) index.setMember(member);
    for (const team of rows.teams) index.setTeam(team);
    for (const grant of rows.grants) index.setGrant(grant);
    for (const key of rows.keys) index.setKey(key);
  };
  return new AccessIndex(load, () => clock.now);
};

const pathOf = ({ nodes }: AccessRows, id: string): AccessNode[] => {
  const node = nodes.find((each) => each.id === id);
  if (!node) return [];
  return node.parentId === null ? [node] : [node, ...pathOf({ nodes } as AccessRows, node.parentId)];
};

/** AND across the sets that the filter speaks of, OR within one. */
const isNamed = (rows: AccessRows, filter: readonly string[], node: AccessNode): boolean => {
  const setOf = (id: string) => rows.nodes.find((each) => each.id === id)?.parentId;
  return filter.every((id) =>
    filter.some((other) => setOf(other) === setOf(id) && node.tagIds.includes(other)),
  );
};

const isGiven = (rows: AccessRows, grant: GrantRow, member: MemberRow): boolean =>
  grant.memberId === member.id ||
  rows.teams.some(({ id, memberIds }) => id === grant.teamId && memberIds.includes(member.id));

/** access.md read literally, row by row: role (where its reach is the organization) ∪ extras ∪ grants. */
export const naiveCan = (
  rows: AccessRows,
  subject: string,
  permission: Permission,
  nodeId: string,
): boolean => {
  const key = rows.keys.find(({ id }) => id === subject);
  const member = rows.members.find(({ id, accountId }) =>
    key ? id === key.memberId : accountId === subject,
  );
  const role = rows.roles.find(({ id }) => id === member?.roleId);
  const path = pathOf(rows, nodeId);
  if (!member || !role || member.isSuspended || path.length === 0) return false;
  const holdsEverywhere = (each: Permission): boolean =>
    (role.reach === 'organization' && role.permissions.includes(each)) || member.extras.includes(each);
  if (key && !holdsEverywhere('api.read')) return false;
  if (key && key.endsAt !== null && key.endsAt <= rows.now) return false;
  if (key?.permissions && !key.permissions.includes(permission)) return false;
  if (key?.nodeIds && !path.some(({ id }) => key.nodeIds?.includes(id))) return false;
  if (holdsEverywhere(permission)) return true;
  return rows.grants.some(
    (grant) =>
      isGiven(rows, grant, member) &&
      (grant.endsAt === null || grant.endsAt > rows.now) &&
      (rows.roles.find(({ id }) => id === grant.roleId) ?? role).permissions.includes(permission) &&
      path.some((node) =>
        grant.tagIds === null ? node.id === grant.nodeId : isNamed(rows, grant.tagIds, node),
      ),
  );
};

/** Everybody and every key that a question can be about. */
export const subjectsOf = (rows: AccessRows): string[] => [
  ...rows.members.map(({ accountId }) => accountId),
  ...rows.keys.map(({ id }) => id),
];
