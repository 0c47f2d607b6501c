import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { type Database, sql } from '../store/database.ts';
import { AccessIndex, type GrantRow } from './access-index.ts';

/** Reads a role's permissions; one that a later version named and this one lacks is left out. */
export const parsePermissions = (json: string): Permission[] =>
  (JSON.parse(json) as string[]).filter(isPermission);

const nodesInOrder = (database: Database) =>
  // Ids sort by creation, but a node may be moved below a younger one: parents first needs the depth.
  database.connection
    .prepare(
      `WITH RECURSIVE below (id, kind, parent_id, organization_id, name, depth) AS (
         SELECT id, kind, parent_id, organization_id, name, 0 FROM node WHERE parent_id IS NULL
         UNION ALL
         SELECT n.id, n.kind, n.parent_id, n.organization_id, n.name, below.depth + 1
         FROM below JOIN node n ON n.parent_id = below.id
       ) SELECT id, kind, parent_id AS parentId, organization_id AS organizationId, name FROM below`,
    )
    .iterate();

/** Builds the access index from the store, once at start. */
export const loadAccess = (database: Database): AccessIndex => {
  const index = new AccessIndex();
  for (const row of nodesInOrder(database)) index.addNode(row as Parameters<AccessIndex['addNode']>[0]);
  const roles = sql
    .selectFrom('role')
    .innerJoin('node', 'node.id', 'role.id')
    .selectAll('role')
    .select('node.name');
  for (const role of database.all(roles)) {
    index.setRole({ ...role, name: role.name ?? '', permissions: parsePermissions(role.permissions) });
  }
  const grants = Map.groupBy(
    database.all(sql.selectFrom('access_grant').selectAll()),
    (grant) => grant.member_id,
  );
  for (const member of database.all(sql.selectFrom('member').selectAll())) {
    const own: GrantRow[] = (grants.get(member.id) ?? []).map((grant) => ({
      memberId: member.id,
      nodeId: grant.node_id,
      roleId: grant.role_id,
    }));
    index.setMember(
      {
        id: member.id,
        organizationId: member.organization_id,
        accountId: member.account_id,
        roleId: member.role_id,
      },
      own,
    );
  }
  return index;
};
