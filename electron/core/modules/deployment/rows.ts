import type { Selectable } from 'kysely';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { requireRow } from '../node/index.ts';
import type { ResolvedVariable } from '../variable/index.ts';

/** The states in which a deployment is at work, or waits for its server. */
export const activeStates = [
  'planning',
  'fetching',
  'building',
  'pulling',
  'starting',
  'verifying',
  'interrupted',
] as const satisfies DeploymentState[];

/** What a restarted app needs to go on with a deployment; kept as JSON in `deployment.progress`. */
export interface Progress {
  /** Id of the Swarm service. */
  readonly swarmId?: string | undefined;
  /** No version of the service ran before. */
  readonly isFirst?: boolean | undefined;
  /** known_hosts of the git server as it was at the first build. */
  readonly knownHosts?: string | undefined;
  /** It failed and the old version is on its way back; why, without what became of the old version. */
  readonly failure?: string | undefined;
}

export type DeploymentRow = Selectable<Tables['deployment']> & {
  readonly service_id: string;
  readonly organization_id: string;
};

export const deploymentRows = sql
  .selectFrom('deployment')
  .innerJoin('node', 'node.id', 'deployment.id')
  .selectAll('deployment')
  .select(['node.parent_id as service_id', 'node.organization_id']);

const withService = (
  row: Omit<DeploymentRow, 'service_id'> & { service_id: string | null },
): DeploymentRow => ({
  ...row,
  service_id: row.service_id ?? '',
});

export const allDeployments = (
  database: Database,
  narrow: (query: typeof deploymentRows) => typeof deploymentRows,
): DeploymentRow[] => database.all(narrow(deploymentRows)).map(withService);

/** The row of a deployment, or NOT_FOUND where it went with its service. */
export const deploymentRow = (database: Database, id: string): DeploymentRow =>
  withService(requireRow(database.first(deploymentRows.where('deployment.id', '=', id)), 'deployment', id));

export const progressOf = (row: { progress: string | null }): Progress =>
  row.progress === null ? {} : (JSON.parse(row.progress) as Progress);

const variablesPlace = (id: string) => ({ table: 'deployment', row: id, column: 'variables' });

export const sealVariables = (
  tx: Transaction,
  id: string,
  variables: readonly ResolvedVariable[],
): Uint8Array => tx.sealer.seal(JSON.stringify(variables), variablesPlace(id));

/** The variables a deployment runs with, values in the clear; they never leave the core. */
export const openVariables = (store: Store, row: DeploymentRow): ResolvedVariable[] =>
  JSON.parse(store.sealer.open(row.variables, variablesPlace(row.id))) as ResolvedVariable[];

type Patch = Partial<Omit<Selectable<Tables['deployment']>, 'id' | 'spec' | 'variables' | 'progress'>> & {
  readonly progress?: Progress;
};

/** Changes a deployment inside a transaction and tells everybody who looks at it or its service. */
export const patchDeployment = (tx: Transaction, id: string, patch: Patch): void => {
  const { progress, ...columns } = patch;
  const row = deploymentRow(tx.database, id);
  const set = {
    ...columns,
    ...(progress ? { progress: JSON.stringify({ ...progressOf(row), ...progress }) } : {}),
  };
  tx.database.run(sql.updateTable('deployment').set(set).where('id', '=', id));
  tx.announce({ kind: 'deployment', nodeId: id, verb: 'state' });
};

/** Sets the coloured dot of a service where it changed. */
export const setServiceState = (tx: Transaction, serviceId: string, state: NodeState): void => {
  const changed = tx.database.run(
    sql.updateTable('service').set({ state }).where('id', '=', serviceId).where('state', '<>', state),
  );
  if (changed > 0) tx.announce({ kind: 'service', nodeId: serviceId, verb: 'state' });
};

/** What a service is while nothing happens to it: as its runtime was last seen, unless one more is to come. */
export const restingState = (database: Database, serviceId: string): NodeState => {
  if (hasActive(database, serviceId)) return 'deploying';
  const row = database.first(sql.selectFrom('service').select('runtime').where('id', '=', serviceId));
  if (!row?.runtime) return 'none';
  return (JSON.parse(row.runtime) as { state: NodeState }).state;
};

/** Whether a deployment of the service is under way or waits for its turn. */
export const hasActive = (database: Database, serviceId: string): boolean =>
  database.first(
    sql
      .selectFrom('deployment')
      .innerJoin('node', 'node.id', 'deployment.id')
      .select('deployment.id')
      .where('node.parent_id', '=', serviceId)
      .where('deployment.state', 'in', ['queued', ...activeStates])
      .limit(1),
  ) !== undefined;
