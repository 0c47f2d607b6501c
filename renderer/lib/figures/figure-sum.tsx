import type { TreeNode } from '#shared/contract/tree.ts';
import { sumWords } from './figure-words.ts';
import type { Figures } from './use-figures.ts';

interface FigureSumProps {
  readonly figures: Figures;
  readonly nodes: readonly TreeNode[];
}

/** What several nodes use together; its place is kept while nothing is known. */
export function FigureSum({ figures, nodes }: FigureSumProps) {
  if (!figures) return null;
  const words = sumWords(nodes.flatMap(({ id }) => figures.get(id) ?? []));
  return (
    <span
      className="min-w-28 text-right text-secondary text-sm tabular-nums"
      title={words ? 'CPU and memory of all that runs here; 100 % is one core' : undefined}
    >
      {words && <span className="sr-only">CPU and memory together: </span>}
      {words}
    </span>
  );
}
