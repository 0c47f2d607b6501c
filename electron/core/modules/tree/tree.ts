import type { TreeNode } from '#shared/contract/tree.ts';
import { type NodeState, type TreeKind, treeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { ServerAccess } from '../server/index.ts';

const shown: ReadonlySet<string> = new Set(treeKinds);

/** What the tree is read with, besides the request. */
export interface TreeParts {
  readonly servers: Pick<ServerAccess, 'connectionOf'>;
}

export type TreeContext = OperationContext & TreeParts;

interface TreeFacts {
  readonly states: ReadonlyMap<string, NodeState>;
  readonly protectedIds: ReadonlySet<string>;
  readonly unseenIds: ReadonlySet<string>;
}

/** The services of servers that cannot be reached: what they do is not known, whatever was seen last. */
const unseenServices = (
  { servers, store }: TreeContext,
  nodes: Iterable<IndexedNode>,
): ReadonlySet<string> => {
  const down = [...nodes].filter(
    ({ kind, id }) => kind === 'server' && servers.connectionOf(id).state === 'down',
  );
  if (down.length === 0) return new Set();
  const ids = down.map(({ id }) => id);
  const services = sql.selectFrom('service').select('id').where('server_id', 'in', ids);
  return new Set(store.database.all(services).map(({ id }) => id));
};

/**
 * What of a tree is not in the access index, of one node or of all. All means every organization's, one row a
 * state: to join 10,000 services to their nodes, or only to read them row by row, takes ten times as long.
 */
const factsOf = (context: TreeContext, organizationId: string, nodeId?: string): TreeFacts => {
  const { access, database } = context.store;
  const services = sql
    .selectFrom('service')
    .select(['state', (each) => each.fn.agg<string>('group_concat', ['id']).as('ids')])
    .where('state', '<>', 'none')
    .groupBy('state');
  const guarded = sql.selectFrom('environment').select('id').where('is_protected', '=', 1);
  const [shownServices, shownEnvironments] =
    nodeId === undefined
      ? [services, guarded]
      : [services.where('id', '=', nodeId), guarded.where('id', '=', nodeId)];
  const states = new Map<string, NodeState>();
  for (const { state, ids } of database.all(shownServices)) {
    for (const id of ids.split(',')) states.set(id, state);
  }
  return {
    states,
    protectedIds: new Set(database.all(shownEnvironments).map(({ id }) => id)),
    unseenIds: unseenServices(context, access.node(organizationId)?.children ?? []),
  };
};

const serverStates = { up: 'running', down: 'failed', connecting: 'deploying', idle: 'unknown' } as const;

const stateOf = (context: TreeContext, node: IndexedNode, facts: TreeFacts): NodeState => {
  if (node.kind === 'server') return serverStates[context.servers.connectionOf(node.id).state];
  const state = facts.states.get(node.id) ?? 'none';
  return state !== 'none' && facts.unseenIds.has(node.id) ? 'unknown' : state;
};

const toTreeNode = (context: TreeContext, node: IndexedNode, facts: TreeFacts): TreeNode => ({
  id: node.id,
  kind: node.kind as TreeKind,
  parentId: node.parent?.id ?? null,
  name: node.name ?? '',
  ...(isPath(context, node)
    ? { state: 'none' as const, isPath: true }
    : {
        state: stateOf(context, node, facts),
        ...(facts.protectedIds.has(node.id) ? { isProtected: true } : {}),
      }),
});

/** The organization's own name is known to each of its members. */
const isPath = ({ store, caller }: TreeContext, node: IndexedNode): boolean =>
  node.kind !== 'organization' && !store.access.canRead(caller.subject, node.id);

/** Every node of an organization that the caller may see, parents before children. */
export const treeOf = (context: TreeContext, organizationId: string): TreeNode[] => {
  const facts = factsOf(context, organizationId);
  const nodes: TreeNode[] = [];
  for (const node of context.store.access.visible(context.caller.subject, organizationId)) {
    if (shown.has(node.kind)) nodes.push(toTreeNode(context, node, facts));
  }
  return nodes;
};

/** One node as the tree shows it. */
export const treeNodeOf = (context: TreeContext, node: IndexedNode): TreeNode =>
  toTreeNode(context, node, factsOf(context, node.organizationId, node.id));
