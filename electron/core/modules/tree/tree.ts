import type { TreeNode } from '#shared/contract/tree.ts';
import { type NodeState, type TreeKind, treeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';

const shown: ReadonlySet<string> = new Set(treeKinds);

interface TreeFacts {
  readonly states: ReadonlyMap<string, NodeState>;
  readonly protectedIds: ReadonlySet<string>;
}

const factsOf = (context: OperationContext, organizationId: string): TreeFacts => {
  const { database } = context.core.store;
  const services = database.all(
    sql
      .selectFrom('service')
      .innerJoin('node', 'node.id', 'service.id')
      .select(['service.id', 'service.state'])
      .where('node.organization_id', '=', organizationId)
      .where('service.state', '<>', 'none'),
  );
  const guarded = database.all(
    sql
      .selectFrom('environment')
      .innerJoin('node', 'node.id', 'environment.id')
      .select('environment.id')
      .where('node.organization_id', '=', organizationId)
      .where('environment.is_protected', '=', 1),
  );
  return {
    states: new Map(services.map(({ id, state }) => [id, state])),
    protectedIds: new Set(guarded.map(({ id }) => id)),
  };
};

const serverStates = { up: 'running', down: 'failed', connecting: 'deploying', idle: 'unknown' } as const;

const stateOf = (context: OperationContext, node: IndexedNode, facts: TreeFacts): NodeState =>
  node.kind === 'server'
    ? serverStates[context.core.servers.connectionOf(node.id).state]
    : (facts.states.get(node.id) ?? 'none');

const toTreeNode = (context: OperationContext, node: IndexedNode, facts: TreeFacts): TreeNode => ({
  id: node.id,
  kind: node.kind as TreeKind,
  parentId: node.parent?.id ?? null,
  name: node.name ?? '',
  state: stateOf(context, node, facts),
  ...(facts.protectedIds.has(node.id) ? { isProtected: true } : {}),
});

/** Every node of an organization that the caller may see, parents before children. */
export const treeOf = (context: OperationContext, organizationId: string): TreeNode[] => {
  const facts = factsOf(context, organizationId);
  const nodes: TreeNode[] = [];
  for (const node of context.core.store.access.visible(context.caller.accountId, organizationId)) {
    if (shown.has(node.kind)) nodes.push(toTreeNode(context, node, facts));
  }
  return nodes;
};

/** One node as the tree shows it. */
export const treeNodeOf = (context: OperationContext, node: IndexedNode): TreeNode =>
  toTreeNode(context, node, factsOf(context, node.organizationId));
