import { isVariableLevel, type VariableLevel, variablesKindOf } from '#shared/model/variables/levels.ts';
import type { IndexedNode } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';

/** The nodes that a service has variables from, by level, the widest first. */
export function levelNodes(
  { access }: Pick<Store, 'access'>,
  serviceId: string,
): ReadonlyMap<VariableLevel, IndexedNode> {
  const nodes: [VariableLevel, IndexedNode][] = [];
  let node: IndexedNode | null = requireRow(access.node(serviceId), 'service', serviceId);
  for (; node; node = node.parent) if (isVariableLevel(node.kind)) nodes.unshift([node.kind, node]);
  return new Map(nodes);
}

/** Whose values the caller may read of what a service gets: each level asks for its own permission on its own node. */
export function readableLevels(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  serviceId: string,
): ReadonlySet<VariableLevel> {
  const levels = [...levelNodes(store, serviceId)];
  const isReadable = ([level, { id }]: readonly [VariableLevel, IndexedNode]): boolean =>
    store.access.can(caller.subject, `${variablesKindOf(level)}.read`, id);
  return new Set(levels.filter(isReadable).map(([level]) => level));
}
