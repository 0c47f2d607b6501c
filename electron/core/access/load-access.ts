import type { NodeKind } from '#shared/model/nodes.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { type Database, sql } from '../store/database.ts';
import { AccessIndex, type GrantRow } from './access-index.ts';

/** Reads a role's permissions; one that a later version named and this one lacks is left out. */
export const parsePermissions = (json: string): Permission[] =>
  (JSON.parse(json) as string[]).filter(isPermission);

type NodeTuple = [id: string, kind: NodeKind, parentId: string | null, name: string | null];

/**
 * Adds every node, parents first. Rows come by age, which is that order but for what was moved below a younger
 * node: such a node waits for its parent. One plain scan takes a third of the time of a recursive query.
 */
const addNodes = (database: Database, index: AccessIndex): void => {
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

const load = (database: Database, index: AccessIndex): void => {
  addNodes(database, index);
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
};

/** The access index of a store; it reads the store when it is first asked something. */
export const loadAccess = (database: Database): AccessIndex =>
  new AccessIndex((index) => load(database, index));
