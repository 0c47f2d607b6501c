import { isVariableLevel, type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';

/**
 * The nodes that a service has variables from, by level, the widest first; where an environment is given, those that it
 * would have there.
 */
export function levelNodes(
  { access }: Pick<Store, 'access'>,
  serviceId: string,
  environmentId?: string,
): ReadonlyMap<VariableLevel, IndexedNode> {
  const nodes: [VariableLevel, IndexedNode][] = [];
  const own = requireRow(access.node(serviceId), 'service', serviceId);
  const elsewhere =
    environmentId === undefined
      ? undefined
      : requireRow(access.node(environmentId), 'environment', environmentId);
  let node: IndexedNode | null = own;
  while (node) {
    if (isVariableLevel(node.kind)) nodes.unshift([node.kind, node]);
    node = node === own ? (elsewhere ?? node.parent) : node.parent;
  }
  return new Map(nodes);
}

/** Whose values the caller may read of what a service gets, here or in the environment that is given: each level asks for its own permission on its own node. */
export function readableLevels(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  serviceId: string,
  environmentId?: string,
): ReadonlySet<VariableLevel> {
  const levels = [...levelNodes(store, serviceId, environmentId)];
  const isReadable = ([level, { id }]: readonly [VariableLevel, IndexedNode]): boolean =>
    store.access.can(caller.subject, `${variablesKindOf(level)}.read`, id);
  return new Set(levels.filter(isReadable).map(([level]) => level));
}
