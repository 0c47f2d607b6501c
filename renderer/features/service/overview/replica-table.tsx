import { SquareTerminal } from 'lucide-react';
import type * as z from 'zod';
import type { Runtime } from '#shared/contract/service.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import { age, formatInstant, shortImage } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { Reason } from '../../../ui/reason.ts';
import { StateDot } from '../../../ui/state-dot.tsx';
import { Table, type TableColumn } from '../../../ui/table.tsx';

export type RuntimeData = z.infer<typeof Runtime>;
type Task = RuntimeData['tasks'][number];

const dotOf = ({ state, health }: Task): NodeState => {
  if (health === 'unhealthy') return 'degraded';
  if (state === 'running') return health === 'starting' ? 'deploying' : 'running';
  if (state === 'failed' || state === 'rejected') return 'failed';
  return state === 'shutdown' || state === 'complete' ? 'stopped' : 'deploying';
};

const healthWords: Record<Task['health'], string> = {
  none: 'no health check',
  starting: 'starting',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
};

const problemOf = ({ error, exitCode }: Task): string =>
  [error, exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`].filter(Boolean).join(', ');

const columnsFor = (
  { now, isStale }: { readonly now: number; readonly isStale: boolean },
  reason: Reason | undefined,
  onTerminal: (containerId: string) => void,
): TableColumn<Task>[] => [
  {
    id: 'slot',
    header: 'Replica',
    width: '5rem',
    cell: (task) => (
      <span className="flex items-center gap-2">
        <StateDot state={isStale ? 'unknown' : dotOf(task)} isDecoration />
        {task.part ?? task.slot}
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '6rem', cell: ({ state }) => state },
  { id: 'health', header: 'Health', width: '8rem', cell: ({ health }) => healthWords[health] },
  {
    id: 'image',
    header: 'Image',
    width: 'minmax(0, 2fr)',
    cell: ({ image }) => (
      <span className="font-mono text-secondary text-sm" title={image}>
        {shortImage(image)}
      </span>
    ),
  },
  {
    id: 'problem',
    header: 'Problem',
    width: 'minmax(0, 2fr)',
    cell: (task) => (
      <span className="text-danger" title={problemOf(task)}>
        {problemOf(task)}
      </span>
    ),
  },
  {
    id: 'at',
    header: 'Since',
    width: '7rem',
    cell: ({ at }) => <span title={formatInstant(at)}>{age(at, now)}</span>,
  },
  {
    id: 'terminal',
    header: 'Terminal',
    hidesHeader: true,
    width: '2rem',
    cell: ({ containerId, slot, part, state }) =>
      containerId &&
      state === 'running' && (
        <IconButton
          label={`Terminal in ${part ?? `replica ${slot}`}`}
          icon={SquareTerminal}
          size="sm"
          disabledReason={reason}
          onClick={() => onTerminal(containerId)}
        />
      ),
  },
];

const over: ReadonlySet<string> = new Set([
  'shutdown',
  'complete',
  'failed',
  'rejected',
  'orphaned',
  'remove',
]);

const isOver = ({ state }: Task): boolean => over.has(state);

const runningFirst = (a: Task, b: Task): number =>
  Number(isOver(a)) - Number(isOver(b)) || a.slot - b.slot || b.at.localeCompare(a.at);

interface ReplicaTableProps {
  readonly runtime: RuntimeData;
  readonly onTerminal: (containerId: string) => void;
}

/** What runs of a service, replica by replica. */
export const ReplicaTable = ({ runtime, onTerminal }: ReplicaTableProps) => {
  const now = useNow(10_000);
  const { reason } = usePermission('docker.manage');
  return (
    <Table
      label="Replicas"
      rows={runtime.tasks.toSorted(runningFirst)}
      rowKey={({ id }) => id}
      columns={columnsFor({ now, isStale: runtime.isStale }, reason, onTerminal)}
      empty={<p className="text-secondary">No container of it is there now.</p>}
    />
  );
};
