import { sql } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { RunRow } from './rows.ts';

const shownMs = 24 * 60 * 60 * 1_000;
const shownItems = 200;

/** One piece of work as everybody is told of it. */
export interface RunSummary {
  readonly row: RunRow;
  readonly title: string;
}

/** What is under way in an organization and what ended within the last day, newest first, of what `sees` lets through. */
export function recentRuns(
  store: Store,
  organizationId: string,
  sees: (nodeId: string) => boolean,
): RunSummary[] {
  const { database, access, now } = store;
  const rows = database.all(
    sql
      .selectFrom('run')
      .innerJoin('node', 'node.id', 'run.id')
      .selectAll('run')
      .where('node.organization_id', '=', organizationId)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', now() - shownMs)])),
  );
  return rows
    .filter(({ id }) => sees(id))
    .sort((a, b) => begunAt(b) - begunAt(a))
    .slice(0, shownItems)
    .map((row) => ({ row, title: titleOf(row, access.node(row.subject_id)?.name ?? '') }));
}

/** When a run began, or was asked for where it waits. */
export const begunAt = (row: RunRow): number => row.started_at ?? row.queued_at;

const titleOf = ({ title }: RunRow, name: string): string => title.replace('{name}', () => name);
