import type { Selectable } from 'kysely';
import { AppError, type Cure } from '#shared/model/errors.ts';
import { type Database, sql } from '../store/database.ts';
import type { Tables } from '../store/schema.ts';
import type { Transaction } from '../store/store.ts';

/** A piece of long work as it is written down; its id is that of its own node. */
export type RunRow = Selectable<Tables['run']>;

const inOrder = sql.selectFrom('run').selectAll().orderBy('queued_at').orderBy('id');

/** The row of a run, or NOT_FOUND where it went with what it worked on. */
export function runRow(database: Database, id: string): RunRow {
  const row = database.first(sql.selectFrom('run').selectAll().where('id', '=', id));
  if (!row) throw new AppError('NOT_FOUND', { kind: 'run', id });
  return row;
}

/** What waits, works, or waits for its server, in the order in which it was asked for. */
export const unfinishedRuns = (database: Database): RunRow[] =>
  database.all(inOrder.where('ended_at', 'is', null));

/** The same of one node that is worked on. */
export const unfinishedRunsOf = (database: Database, subjectId: string): RunRow[] =>
  database.all(inOrder.where('ended_at', 'is', null).where('subject_id', '=', subjectId));

/** Whether anything works on a node, or will. */
export const hasUnfinishedRun = (database: Database, subjectId: string): boolean =>
  database.first(
    sql
      .selectFrom('run')
      .select('id')
      .where('ended_at', 'is', null)
      .where('subject_id', '=', subjectId)
      .limit(1),
  ) !== undefined;

/** What is asked for; see the columns of the table `run`. */
export type NewRun = Pick<
  RunRow,
  'id' | 'kind' | 'subject_id' | 'server_id' | 'title' | 'started_by' | 'started_by_name'
> & { readonly also_on?: readonly string[] };

/** Writes down a run of a node that was made in the same transaction; the engine starts it at its turn. */
export function addRun(tx: Transaction, run: NewRun): void {
  const rest = { step: null, reason: null, started_at: null, ended_at: null, cancel_requested: 0 } as const;
  const also_on = JSON.stringify(run.also_on ?? []);
  const row: RunRow = { ...run, ...rest, also_on, state: 'queued', queued_at: tx.now, progress: null };
  tx.database.run(sql.insertInto('run').values(row));
}

/** The servers on each of which a run takes a place: its own, and what builds for it or is left by it. */
export const serverIdsOf = ({ server_id, also_on }: Pick<RunRow, 'server_id' | 'also_on'>): string[] => [
  ...new Set([server_id, ...(JSON.parse(also_on) as string[])]),
];

/** Changes a run and tells everybody who looks at it. `progress` is added to what is kept already. */
export function patchRun(
  tx: Transaction,
  id: string,
  patch: Partial<Omit<RunRow, 'id' | 'kind' | 'progress'>> & { readonly progress?: object | undefined },
): void {
  const { progress, ...columns } = patch;
  const row = runRow(tx.database, id);
  const kept = progress ? { progress: JSON.stringify({ ...progressOf(row), ...progress }) } : {};
  const changes = { ...columns, ...kept };
  // A change of the kind's own row alone has nothing to write here, and is told all the same.
  if (Object.keys(changes).length > 0) {
    tx.database.run(sql.updateTable('run').set(changes).where('id', '=', id));
  }
  tx.announce({ kind: row.kind, nodeId: id, verb: 'state' });
}

/** What a restarted app needs to go on; only the kind of the run knows what is in it. */
export const progressOf = <P extends object>(row: Pick<RunRow, 'progress'>): Partial<P> =>
  row.progress === null ? {} : (JSON.parse(row.progress) as Partial<P>);

/** The operation that takes the cause of a failure away, where the product has one. */
export const cureOf = (row: Pick<RunRow, 'progress' | 'ended_at'>): Cure | null =>
  (row.ended_at !== null && progressOf<{ curedBy: Cure }>(row).curedBy) || null;

/** Ends the waiting runs of a node that a newer one makes pointless; answers which. */
export function supersede(
  tx: Transaction,
  subjectId: string,
  reason: string,
  isPointless: (id: string) => boolean = () => true,
): string[] {
  const waiting = unfinishedRunsOf(tx.database, subjectId).filter(
    ({ id, state }) => state === 'queued' && isPointless(id),
  );
  for (const { id } of waiting) patchRun(tx, id, { state: 'superseded', reason, ended_at: tx.now });
  return waiting.map(({ id }) => id);
}

/** Writes down that a run is to be cancelled; one that has not begun is ended by it, which is answered. */
export function requestCancel(tx: Transaction, id: string): boolean {
  if (runRow(tx.database, id).state !== 'queued') {
    patchRun(tx, id, { cancel_requested: 1 });
    return false;
  }
  const reason = 'Cancelled before it began; nothing was changed.';
  patchRun(tx, id, { state: 'cancelled', reason, ended_at: tx.now });
  return true;
}
