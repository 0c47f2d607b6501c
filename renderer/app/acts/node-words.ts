import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';

/** What one dialog can show and one person can judge at once. */
export const mostAtOnce = 200;

/** One by its name, several of a kind by their count, and of several kinds as things: `web`, `3 services`, `3 things`. */
export function namesOf(nodes: readonly TreeNode[]): string {
  const [first] = nodes;
  if (nodes.length === 1 && first) return first.name;
  const isOneKind = first && nodes.every(({ kind }) => kind === first.kind);
  return `${nodes.length} ${isOneKind ? registry[first.kind].plural.toLowerCase() : 'things'}`;
}
