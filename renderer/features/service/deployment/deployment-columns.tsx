import type { ReactNode } from 'react';
import type { Deployment } from '#shared/contract/deployment.ts';
import { age, formatDuration, formatInstant } from '../../../lib/format.ts';
import { StateDot } from '../../../ui/state-dot.tsx';
import type { TableColumn } from '../../../ui/table.tsx';
import { deploymentDot, deploymentLabel, durationMs, whatRan } from './deployment-words.ts';

/** How a deployment ended or how far it is, with a word of the page's own behind it. */
export function stateColumn<D extends Deployment>(
  extra: (deployment: D) => ReactNode = () => null,
): TableColumn<D> {
  return {
    id: 'state',
    header: 'State',
    width: '13rem',
    cell: (deployment) => (
      <span className="flex items-center gap-2">
        <StateDot state={deploymentDot(deployment.state)} isDecoration />
        {deploymentLabel(deployment.state)}
        {extra(deployment)}
      </span>
    ),
  };
}

/** What ran, by whose hand, when, and how long it took. */
export function whatAndWhen<D extends Deployment>(now: number): TableColumn<D>[] {
  return [
    {
      id: 'what',
      header: 'What ran',
      width: 'minmax(0, 2fr)',
      cell: (deployment) => <span className="font-mono text-sm">{whatRan(deployment)}</span>,
    },
    { id: 'who', header: 'By', cell: ({ startedBy }) => startedBy },
    {
      id: 'when',
      header: 'When',
      width: '8rem',
      cell: ({ queuedAt }) => <span title={formatInstant(queuedAt)}>{age(queuedAt, now)}</span>,
    },
    {
      id: 'long',
      header: 'Took',
      width: '5rem',
      align: 'right',
      cell: (deployment) => formatDuration(durationMs(deployment, now)),
    },
  ];
}
