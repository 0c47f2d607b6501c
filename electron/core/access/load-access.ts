import type { NodeKind } from '#shared/model/nodes.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { type BuiltInRole, builtInRoles, type RoleReach } from '#shared/model/roles.ts';
import { type Database, sql } from '../store/database.ts';
import type { AccessChanges } from './access-changes.ts';
import { AccessIndex } from './access-index.ts';
import type { RoleRow } from './rows.ts';

/** Reads a role's permissions; one that a later version named and this one lacks is left out. */
export const parsePermissions = (json: string): Permission[] =>
  (JSON.parse(json) as string[]).filter(isPermission);

type NodeTuple = [id: string, kind: NodeKind, parentId: string | null, name: string | null];

/**
 * Adds every node, parents first. Rows come by age, which is that order but for what was moved below a younger
 * node: such a node waits for its parent. One plain scan takes a third of the time of a recursive query.
 */
const addNodes = (database: Database, index: AccessChanges): void => {
  const waiting = new Map<string, NodeTuple[]>();
  const add = ([id, kind, parentId, name]: NodeTuple): void => {
    const parent = parentId === null ? undefined : index.node(parentId);
    index.addNode({ id, kind, parentId, organizationId: parent?.organizationId ?? id, name });
    const children = waiting.get(id);
    if (!children) return;
    waiting.delete(id);
    for (const child of children) add(child);
  };
  const rows = database.connection.prepare('SELECT id, kind, parent_id, name FROM node').raw().all();
  for (const row of rows as NodeTuple[]) {
    const [, , parentId] = row;
    if (parentId === null || index.node(parentId)) add(row);
    else waiting.set(parentId, [...(waiting.get(parentId) ?? []), row]);
  }
};

/** A role as the index wants it; what a built-in one holds is said by this version, not by the row. */
export const roleRow = (row: {
  id: string;
  name: string | null;
  level: number;
  reach: RoleReach;
  permissions: string;
  built_in: BuiltInRole | null;
}): RoleRow => {
  const { id, level, reach } = row;
  const permissions = row.built_in
    ? builtInRoles[row.built_in].permissions
    : parsePermissions(row.permissions);
  return { id, name: row.name ?? '', level, reach, permissions };
};

const loadRoles = (database: Database, index: AccessChanges): void => {
  const roles = sql
    .selectFrom('role')
    .innerJoin('node', 'node.id', 'role.id')
    .selectAll('role')
    .select('node.name');
  for (const role of database.all(roles)) index.setRole(roleRow(role));
};

const loadMembers = (database: Database, index: AccessChanges): void => {
  const extras = Map.groupBy(
    database.all(sql.selectFrom('member_extra').selectAll()),
    (row) => row.member_id,
  );
  for (const row of database.all(sql.selectFrom('member').selectAll())) {
    index.setMember({
      id: row.id,
      organizationId: row.organization_id,
      accountId: row.account_id,
      roleId: row.role_id,
      extras: (extras.get(row.id) ?? []).map(({ permission }) => permission).filter(isPermission),
      isSuspended: row.suspended_at !== null,
    });
  }
  const inTeams = Map.groupBy(database.all(sql.selectFrom('team_member').selectAll()), (row) => row.team_id);
  for (const { id } of database.all(sql.selectFrom('team').select('id'))) {
    index.setTeam({ id, memberIds: (inTeams.get(id) ?? []).map((row) => row.member_id) });
  }
};

const loadGrants = (database: Database, index: AccessChanges): void => {
  for (const row of database.all(sql.selectFrom('access_grant').selectAll())) {
    index.setGrant({
      id: row.id,
      memberId: row.member_id,
      teamId: row.team_id,
      nodeId: row.node_id,
      tagIds: row.tag_filter === null ? null : (JSON.parse(row.tag_filter) as string[]),
      roleId: row.role_id,
      endsAt: row.ends_at,
    });
  }
};

const loadKeys = (database: Database, index: AccessChanges): void => {
  const scopes = Map.groupBy(
    database.all(sql.selectFrom('api_key_scope').selectAll()),
    (row) => row.api_key_id,
  );
  for (const row of database.all(sql.selectFrom('api_key').selectAll())) {
    index.setKey({
      id: row.id,
      memberId: row.member_id,
      permissions: row.permissions === null ? null : parsePermissions(row.permissions),
      nodeIds: row.is_limited ? (scopes.get(row.id) ?? []).map(({ node_id }) => node_id) : null,
      endsAt: row.expires_at,
    });
  }
};

const loadTags = (database: Database, index: AccessChanges): void => {
  const tags = Map.groupBy(database.all(sql.selectFrom('node_tag').selectAll()), (row) => row.node_id);
  for (const [nodeId, rows] of tags) {
    index.setTags(
      nodeId,
      rows.map(({ tag_id }) => tag_id),
    );
  }
};

const parts = [addNodes, loadTags, loadRoles, loadMembers, loadGrants, loadKeys];

/** The access index of a store; it reads the store when it is first asked something. */
export const loadAccess = (database: Database, now: () => number): AccessIndex =>
  new AccessIndex((index) => {
    for (const part of parts) part(database, index);
  }, now);
