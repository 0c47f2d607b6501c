import type { Selectable } from 'kysely';
import type { EnvironmentDeploymentState } from '#shared/model/environment-deployment.ts';
import { patchRun, type RunRow } from '../../runs/index.ts';
import { type Database, sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Tables } from '../../store/schema.ts';
import type { Transaction } from '../../store/store.ts';

type Columns = Selectable<Tables['environment_deployment']> &
  Pick<RunRow, 'reason' | 'started_by' | 'started_by_name' | 'queued_at' | 'started_at' | 'ended_at'>;

/** A deployment of an environment with the run that carries it out. */
export type EnvironmentDeploymentRow = Columns & {
  readonly state: EnvironmentDeploymentState;
  readonly environment_id: string;
  readonly organization_id: string;
};

/** One service of it. */
export type OrderedRow = Selectable<Tables['environment_deployment_service']>;

const rows = sql
  .selectFrom('environment_deployment')
  .innerJoin('node', 'node.id', 'environment_deployment.id')
  .innerJoin('run', 'run.id', 'environment_deployment.id')
  .selectAll('environment_deployment')
  .select(['run.subject_id as environment_id', 'node.organization_id', 'run.state as run_state'])
  .select(['run.reason', 'run.started_by', 'run.started_by_name'])
  .select(['run.queued_at', 'run.started_at', 'run.ended_at']);

const withState = <R extends { run_state: RunRow['state'] }>({ run_state, ...row }: R) => ({
  ...row,
  state: run_state === 'undone' ? ('rolled-back' as const) : run_state,
});

/** Those that a query is narrowed to. */
export const environmentDeployments = (
  database: Database,
  narrow: (query: typeof rows) => typeof rows,
): EnvironmentDeploymentRow[] => database.all(narrow(rows)).map(withState);

/** One of them, or NOT_FOUND where it went with its environment. */
export const environmentDeploymentRow = (database: Database, id: string): EnvironmentDeploymentRow => {
  const row = database.first(rows.where('environment_deployment.id', '=', id));
  return withState(requireRow(row, 'environmentDeployment', id));
};

/** The services of one in the order of their levels, each level by name. */
export const orderedRows = (database: Database, id: string): OrderedRow[] =>
  database.all(
    sql
      .selectFrom('environment_deployment_service')
      .selectAll()
      .where('environment_deployment_id', '=', id)
      .orderBy('level')
      .orderBy('name')
      .orderBy('service_id'),
  );

/** Changes what is known of one service, and tells everybody who looks at the whole. */
export function patchOrdered(
  tx: Transaction,
  { environment_deployment_id: id, service_id: serviceId }: OrderedRow,
  patch: Partial<Omit<OrderedRow, 'environment_deployment_id' | 'service_id'>>,
): void {
  tx.database.run(
    sql
      .updateTable('environment_deployment_service')
      .set(patch)
      .where('environment_deployment_id', '=', id)
      .where('service_id', '=', serviceId),
  );
  patchRun(tx, id, {});
}

/** The services of a run by level, in their order. */
export const byLevel = (ordered: readonly OrderedRow[]): OrderedRow[][] =>
  [...Map.groupBy(ordered, ({ level }) => level)].toSorted(([a], [b]) => a - b).map(([, each]) => each);
