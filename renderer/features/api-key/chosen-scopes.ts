import type { NodeIndex } from '../../lib/tree/use-tree.ts';

const isBelow = ({ byId }: NodeIndex, nodeId: string, ancestorId: string): boolean => {
  for (let up = byId.get(nodeId)?.parentId; up; up = byId.get(up)?.parentId)
    if (up === ancestorId) return true;
  return false;
};

/** Takes a scope in or out; what lies below a new one is in it, and needs no mention of its own. */
export const toggleScope = (
  index: NodeIndex,
  chosen: ReadonlySet<string>,
  nodeId: string,
): ReadonlySet<string> => {
  const others = [...chosen].filter((id) => id !== nodeId);
  if (chosen.has(nodeId)) return new Set(others);
  return new Set([...others.filter((id) => !isBelow(index, id, nodeId)), nodeId]);
};
