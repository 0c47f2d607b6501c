import type { Database } from '#core/store/database.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { type AccessRows, organizationId } from './access-rows.ts';

type Value = string | number | null;

/**
 * A real store in memory that holds an organization's rows and nothing else: what a start reads who may do what from.
 * The rows of the kinds (project, account …) are left out, so foreign keys are off.
 */
export async function storeOf(rows: AccessRows): Promise<Database> {
  const database = await openDatabase(null);
  database.connection.pragma('foreign_keys = OFF');
  const insert = (table: string, row: Readonly<Record<string, Value>>): void => {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    database.connection
      .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
      .run(...Object.values(row));
  };
  database.transaction(() => insertAll(rows, insert));
  return database;
}

type Insert = (table: string, row: Readonly<Record<string, Value>>) => void;

function insertAll(rows: AccessRows, insert: Insert): void {
  insertNodes(rows, insert);
  insertPeople(rows, insert);
  for (const { id, memberId, teamId, nodeId, tagIds, roleId, endsAt } of rows.grants) {
    const holder = { member_id: memberId, team_id: teamId };
    const tag_filter = tagIds && JSON.stringify(tagIds);
    const place = { node_id: nodeId, tag_filter, role_id: roleId, ends_at: endsAt };
    insert('access_grant', { id, ...holder, ...place, created_at: 1 });
  }
  for (const { id, memberId, permissions, nodeIds, endsAt } of rows.keys) {
    const secret = { secret_hash: id, hint: '', is_token: 0 };
    const limits = { permissions: permissions && JSON.stringify(permissions), is_limited: nodeIds ? 1 : 0 };
    insert('api_key', { id, member_id: memberId, ...secret, ...limits, expires_at: endsAt, created_at: 1 });
    for (const nodeId of nodeIds ?? []) insert('api_key_scope', { api_key_id: id, node_id: nodeId });
  }
}

function insertNodes(rows: AccessRows, insert: Insert): void {
  for (const { id, kind, parentId } of rows.nodes) {
    insert('node', { id, kind, parent_id: parentId, organization_id: organizationId, name: id });
  }
  for (const { id, name, level, reach, permissions } of rows.roles) {
    insert('node', { id, kind: 'role', parent_id: organizationId, organization_id: organizationId, name });
    insert('role', { id, level, reach, permissions: JSON.stringify(permissions) });
  }
  for (const { id, tagIds } of rows.nodes) {
    for (const tagId of tagIds) insert('node_tag', { node_id: id, tag_id: tagId });
  }
}

function insertPeople(rows: AccessRows, insert: Insert): void {
  for (const { id, accountId, roleId, extras, isSuspended } of rows.members) {
    const account = { account_id: accountId, role_id: roleId, organization_id: organizationId };
    insert('member', { id, ...account, suspended_at: isSuspended ? 1 : null, created_at: 1 });
    for (const permission of extras) insert('member_extra', { member_id: id, permission });
  }
  for (const { id, memberIds } of rows.teams) {
    insert('team', { id, description: '', created_at: 1 });
    for (const memberId of memberIds) insert('team_member', { team_id: id, member_id: memberId });
  }
}
