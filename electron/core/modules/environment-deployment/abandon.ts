import { subtree } from '../../access/index.ts';
import type { OrderParts } from './context.ts';

/** Ends what deploys whole environments at or below a node that is about to go; answers every one that there ever was. */
export async function abandonBelow(
  { store, runs }: Pick<OrderParts, 'store' | 'runs'>,
  nodeId: string,
): Promise<string[]> {
  const node = store.access.node(nodeId);
  if (!node) return [];
  const wholes = [...subtree(node)].filter(({ kind }) => kind === 'environmentDeployment');
  const environments = new Set(wholes.flatMap(({ parent }) => (parent ? [parent.id] : [])));
  await Promise.all([...environments].map((id) => runs.abandon(id, 'Its environment was deleted.')));
  return wholes.map(({ id }) => id);
}
