import type { TreeNode } from '#shared/contract/tree.ts';
import { type NodeState, type TreeKind, treeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { turningAway } from '../certificate/index.ts';
import type { ServerAccess } from '../server/index.ts';

const shown: ReadonlySet<string> = new Set(treeKinds);

/** What the tree is read with, besides the request. */
export interface TreeParts {
  readonly servers: Pick<ServerAccess, 'connectionOf' | 'freshness' | 'freshnessOf'>;
}

export type TreeContext = OperationContext & TreeParts;

interface TreeFacts {
  readonly states: ReadonlyMap<string, NodeState>;
  readonly protectedIds: ReadonlySet<string>;
  readonly stale: ReadonlyMap<string, Stale>;
  /** Services whose visitors are shown a certificate that has ended, or is about to. */
  readonly turningAway: ReadonlySet<string>;
}

type Stale = NonNullable<TreeNode['stale']>;

const staleOf = ({ servers, store }: TreeContext, serverId: string): Stale | undefined => {
  const seen = sql.selectFrom('server').select('seen_at').where('id', '=', serverId);
  const { seen_at: seenAt } = store.database.first(seen) ?? { seen_at: null };
  const { isFresh, asOf, reason } = servers.freshnessOf(serverId, seenAt);
  return isFresh || reason === undefined ? undefined : { seenAt: asOf, reason };
};

/**
 * What is old, by server and service. Of servers that are in trouble the services are too: what they do is not known,
 * whatever was seen last.
 */
const staleNodes = (context: TreeContext, nodes: Iterable<IndexedNode>): ReadonlyMap<string, Stale> => {
  const { servers, store } = context;
  const stale = new Map<string, Stale>();
  for (const { kind, id } of nodes) {
    const old = kind === 'server' ? staleOf(context, id) : undefined;
    if (!old) continue;
    const isTrouble = servers.freshness.isTroubled(id);
    stale.set(id, isTrouble ? { ...old, isTrouble } : old);
    if (!isTrouble) continue;
    const services = sql.selectFrom('service').select('id').where('server_id', '=', id);
    for (const service of store.database.all(services)) stale.set(service.id, old);
  }
  return stale;
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
    stale: staleNodes(context, access.node(organizationId)?.children ?? []),
    turningAway: turningAway(context.store, nodeId),
  };
};

const serverStates = { up: 'running', down: 'failed', connecting: 'deploying' } as const;

/** A server keeps its state while a lost connection is tried again, and when its connection is closed unused. */
const stateOfServer = ({ servers }: TreeContext, id: string): NodeState => {
  const { state } = servers.connectionOf(id);
  if (servers.freshness.isTroubled(id)) return state === 'up' ? 'unknown' : 'failed';
  if (state === 'idle') return servers.freshness.wasThere(id) ? 'running' : 'unknown';
  return serverStates[state];
};

const stateOf = (context: TreeContext, node: IndexedNode, facts: TreeFacts): NodeState => {
  if (node.kind === 'server') return stateOfServer(context, node.id);
  const state = facts.states.get(node.id) ?? 'none';
  if (state !== 'none' && facts.stale.has(node.id)) return 'unknown';
  return state === 'running' && facts.turningAway.has(node.id) ? 'degraded' : state;
};

const staleIn = ({ stale }: TreeFacts, { id }: IndexedNode, state: NodeState): { stale?: Stale } => {
  const old = state === 'none' ? undefined : stale.get(id);
  return old ? { stale: old } : {};
};

const toTreeNode = (context: TreeContext, node: IndexedNode, facts: TreeFacts): TreeNode => {
  const parentId = node.parent?.id ?? null;
  const row = { id: node.id, kind: node.kind as TreeKind, parentId, name: node.name ?? '' };
  const { access } = context.store;
  const isRead = !isPath(context, node);
  if (!isRead && !access.canUse(context.caller.subject, node.id)) {
    return { ...row, state: 'none', isPath: true };
  }
  const state = stateOf(context, node, facts);
  const seen = { ...row, state, ...staleIn(facts, node, state) };
  if (!isRead) return { ...seen, isPath: true };
  return facts.protectedIds.has(node.id) ? { ...seen, isProtected: true } : seen;
};

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
