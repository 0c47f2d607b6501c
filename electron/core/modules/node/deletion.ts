import type { Deletion } from '#shared/contract/organization.ts';
import { AppError } from '#shared/model/errors.ts';
import { type IndexedNode, subtree } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Transaction } from '../../store/store.ts';

/** What services run as on their servers, as far as a deletion has to know. */
export interface Workloads {
  /** What runs at or below a node. */
  runningBelow(nodeId: string): readonly { serviceId: string; server: string; what: string }[];
  /** Removes what a service made, of its volumes those that are named; answers what stays where its server cannot be reached. */
  removeFromServer(serviceId: string, volumes?: readonly string[]): Promise<readonly string[]>;
  /**
   * Has the domains of others that share their requests with a service led without it, once the transaction that removes it
   * is through: one may have been given its share while its server was asked.
   */
  endShares(tx: Transaction, serviceId: string): void;
  /** Removes what the host keeps of services that are gone. */
  forget(serviceIds: readonly string[]): Promise<void>;
}

/** What deploys whole environments, which would deploy again what is removed. */
export interface Wholes {
  /** Ends what is under way or waits at or below a node; answers all that there ever was, to be forgotten with the node. */
  abandonBelow(nodeId: string): Promise<readonly string[]>;
  /** Removes the logs of those that are gone. */
  forget(ids: readonly string[]): Promise<void>;
}

/** What a deletion works with, besides the request. */
export interface DeletionParts {
  readonly deployments: Workloads;
  readonly environmentDeployments: Wholes;
}

type DeletionContext = OperationContext & DeletionParts;

const examplesShown = 5;

const isInProtected = (context: OperationContext, node: IndexedNode): boolean => {
  const { database } = context.store;
  for (let above: IndexedNode | null = node; above; above = above.parent) {
    if (above.kind !== 'environment') continue;
    const row = database.first(
      sql.selectFrom('environment').select('is_protected').where('id', '=', above.id),
    );
    return row?.is_protected === 1;
  }
  return false;
};

/** Everything above a service asks for its typed name; a service does where its environment is protected. */
const needsTypedName = (context: OperationContext, node: IndexedNode): boolean =>
  node.kind !== 'service' || isInProtected(context, node);

/** What deleting a node takes with it: counts and examples by kind of what the caller may see, and what runs on servers. */
export const deletionOf = (context: DeletionContext, nodeId: string): Deletion => {
  const node = requireRow(context.store.access.node(nodeId), 'organization', nodeId);
  const { access } = context.store;
  const [, ...below] = subtree(node);
  const seen = below.filter(({ id }) => access.canSee(context.caller.subject, id));
  const groups = Map.groupBy(seen, (child) => child.kind);
  return {
    name: node.name ?? '',
    contains: [...groups].map(([kind, nodes]) => ({
      kind,
      count: nodes.length,
      examples: nodes.slice(0, examplesShown).flatMap(({ name }) => (name === null ? [] : [name])),
    })),
    remote: context.deployments
      .runningBelow(nodeId)
      .filter(({ serviceId }) => access.canSee(context.caller.subject, serviceId))
      .map(({ server, what }) => ({ server, what })),
    needsTypedName: needsTypedName(context, node),
  };
};

/** Refuses a deletion whose typed name is not the node's own, where one is needed. */
export const requireTypedName = (
  context: OperationContext,
  nodeId: string,
  typedName: string | undefined,
): void => {
  const node = requireRow(context.store.access.node(nodeId), 'organization', nodeId);
  if (!needsTypedName(context, node) || typedName === node.name) return;
  throw new AppError('INVALID_INPUT', {
    issues: [{ path: 'typedName', message: `must be the exact name “${node.name ?? ''}”` }],
  });
};

/** Stops a deletion whose caller lost the right to it while it waited for a server; what it did until then is told. */
const requireStillMay = (context: OperationContext, removed: readonly IndexedNode[]): void => {
  try {
    context.judgeAgain();
  } catch (error) {
    const services = removed.map(({ id, name }) => ({ id, kind: 'service' as const, name: name ?? '' }));
    context.write((tx) => tx.audit({ fact: { type: 'deletionStopped', services } }));
    throw error;
  }
};

/** A service at or below the node that is not among those removed. */
const serviceOf = (node: IndexedNode, removed: ReadonlySet<IndexedNode>): IndexedNode | undefined => {
  for (const each of subtree(node)) if (each.kind === 'service' && !removed.has(each)) return each;
  return undefined;
};

/**
 * Removes what the services at or below a node made on their servers, then the node with everything below
 * it; of the node's own volumes those that are named. Answers in words what stays on servers that cannot be reached; those are kept listed as orphans.
 */
export const deleteWithServices = async (
  context: DeletionContext,
  nodeId: string,
  typedName: string | undefined,
  volumes: readonly string[] = [],
): Promise<string[]> => {
  requireTypedName(context, nodeId, typedName);
  const node = requireRow(context.store.access.node(nodeId), 'organization', nodeId);
  const removed = new Set<IndexedNode>();
  const orphaned: string[] = [];
  const wholes = await context.environmentDeployments.abandonBelow(nodeId);
  context.judgeAgain();
  // looked for anew each time: while a server was asked, somebody may have made another one
  for (let next = serviceOf(node, removed); next; next = serviceOf(node, removed)) {
    const named = next.id === nodeId ? volumes : [];
    orphaned.push(...(await context.deployments.removeFromServer(next.id, named)));
    removed.add(next);
    requireStillMay(context, [...removed]);
  }
  context.write((tx) => {
    const left = orphaned.length > 0 ? [{ type: 'leftBehind', left: orphaned } as const] : [];
    tx.audit({ fact: [{ type: 'deleted' }, ...left] });
    for (const { id } of removed) context.deployments.endShares(tx, id);
    tx.removeNode(nodeId);
  });
  await context.deployments.forget([...removed].map(({ id }) => id));
  await context.environmentDeployments.forget(wholes);
  return orphaned;
};
