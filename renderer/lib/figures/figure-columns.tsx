import type { Figure } from '#shared/contract/monitoring.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { TableColumn } from '../../ui/table.tsx';
import { staleNote } from '../stale-note.ts';
import { cpuWords, memoryWords } from './figure-words.ts';
import type { Figures } from './use-figures.ts';

/** CPU and memory of each node; no columns where the reader may look at none. */
export function figureColumns(figures: Figures): readonly TableColumn<TreeNode>[] {
  if (!figures) return [];
  return [
    {
      id: 'cpu',
      header: 'CPU',
      hint: 'Of a service 100 % is one core, of a server all of its cores',
      width: '4rem',
      align: 'right',
      cell: ({ id }) => <FigureCell figure={figures.get(id)} words={cpuOf} />,
    },
    {
      id: 'memory',
      header: 'Memory',
      width: '5rem',
      align: 'right',
      cell: ({ id }) => <FigureCell figure={figures.get(id)} words={memoryOf} />,
    },
  ];
}

const cpuOf = ({ cpuPercent }: Figure): string => cpuWords(cpuPercent);
const memoryOf = ({ memoryBytes }: Figure): string => memoryWords(memoryBytes);

interface FigureCellProps {
  readonly figure: Figure | undefined;
  readonly words: (figure: Figure) => string;
}

/** What is not known to be so now is not shown: a dash says why. */
function FigureCell({ figure, words }: FigureCellProps) {
  if (!figure) return null;
  if (figure.staleBecause !== null) {
    const note = staleNote({ seenAt: figure.at, reason: figure.staleBecause });
    return (
      <span className="text-muted" title={note}>
        <span aria-hidden>–</span>
        <span className="sr-only">{note}</span>
      </span>
    );
  }
  const whole = figure.memoryTotalBytes;
  return <span title={whole ? `of ${memoryWords(whole)}` : undefined}>{words(figure)}</span>;
}

/** What a health check says of a service, where it has one. */
export function HealthWord({ figure }: { readonly figure: Figure | undefined }) {
  if (!figure?.health || figure.staleBecause !== null) return null;
  const tone = figure.health === 'unhealthy' ? 'text-state-failed' : 'text-muted';
  return <span className={`ml-1.5 text-sm ${tone}`}>{figure.health}</span>;
}
