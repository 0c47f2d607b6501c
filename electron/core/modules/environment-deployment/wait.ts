import { isFinal } from '#shared/model/deployment.ts';
import type { DeploymentRow } from '../deployment/index.ts';
import { type Ordering, orderedOf } from './context.ts';
import { ranBefore } from './ran-before.ts';
import { type OrderedRow, patchOrdered } from './rows.ts';
import { deploymentsOf, inPlaceOf } from './standing.ts';

/** Which deployments of services are waited for. */
interface Waiting {
  readonly column: 'deployment_id' | 'undo_id';
  readonly signal: AbortSignal;
  /** Its own ones are cancelled: whatever came in the place of one is left alone, and so is a server that stays away. */
  readonly isCancelling?: boolean;
}

/**
 * Waits until each deployment of these services is settled, told by the feed of changes, and writes down what came of it;
 * CANCELLED where the run has to end first. A deployment that later ones of its service superseded is waited for as the one
 * that came in its place.
 */
export async function untilSettled(
  ordering: Ordering,
  serviceIds: ReadonlySet<string>,
  waiting: Waiting,
): Promise<void> {
  const { parts, run } = ordering;
  const { store } = parts;
  const organizationId = store.access.node(run.id)?.organizationId ?? '';
  const reader = { isVisible: ({ kind }: { kind: string }) => watched.has(kind), accountId: null };
  for await (const _ of store.changes.watch(organizationId, reader, waiting.signal)) {
    const rows = orderedOf(ordering).filter(({ service_id }) => serviceIds.has(service_id));
    if (settle(ordering, rows, waiting)) return;
  }
  run.check();
}

/** What can be the news: a deployment, or a service that goes with all of its own. */
const watched: ReadonlySet<string> = new Set(['deployment', 'service']);

/** Writes down what came of those that have ended; answers whether none is open any more. */
function settle(
  { parts: { store } }: Ordering,
  rows: readonly OrderedRow[],
  { column, isCancelling = false }: Waiting,
): boolean {
  const deployments = deploymentsOf(store, rows);
  let isAnyOpen = false;
  for (const row of rows) {
    const own = deployments.get(row[column] ?? '');
    if (!own) continue;
    const standing = isCancelling ? own : inPlaceOf(store, own);
    const isLast = column === 'undo_id' || row.undo_id === null;
    if (hasEnded(standing) && isLast && row.outcome === null) write(store, row, { own, standing, column });
    const isAway = isCancelling && standing.state === 'interrupted';
    if (!hasEnded(standing) && !isAway) isAnyOpen = true;
  }
  return !isAnyOpen;
}

function write(
  store: Ordering['parts']['store'],
  row: OrderedRow,
  {
    own,
    standing,
    column,
  }: Pick<Waiting, 'column'> & { readonly own: DeploymentRow; readonly standing: DeploymentRow },
): void {
  const before = column === 'deployment_id' ? { before_id: ranBefore(store, row, own) } : {};
  store.write((tx) => patchOrdered(tx, row, { ...before, outcome: standing.state }));
}

const hasEnded = ({ state }: DeploymentRow): boolean => isFinal(state);
