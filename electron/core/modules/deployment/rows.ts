import type { Selectable } from 'kysely';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { hasUnfinishedRun, patchRun, progressOf as progressOfRun, type RunRow } from '../../runs/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { ComposeSources, PartImage } from '../../workload/index.ts';
import { requireRow } from '../node/index.ts';

/** What a restarted app needs to go on with a deployment; kept as JSON in `run.progress`. */
export interface Progress {
  /** The new version was asked for. */
  readonly isLaunched?: boolean | undefined;
  /** No version of the service ran before. */
  readonly isFirst?: boolean | undefined;
  /** The new version starts beside the old one, which ends only once nobody asks it any more. */
  readonly isBeside?: boolean | undefined;
  /** The old version is being ended: from then on there is no way back. */
  readonly isRetiring?: boolean | undefined;
  /** The volumes that it had before on the server that it moves to; others go again where that is undone. */
  readonly hadVolumes?: readonly string[] | undefined;
  /** known_hosts of the git server as it was at the first build. */
  readonly knownHosts?: string | undefined;
  /** What a compose project read of its repository: its commit and files are what exactly ran. */
  readonly sources?: ComposeSources | undefined;
}

type Columns = Selectable<Tables['deployment']> &
  Pick<
    RunRow,
    | 'reason'
    | 'server_id'
    | 'step'
    | 'started_by'
    | 'started_by_name'
    | 'queued_at'
    | 'started_at'
    | 'ended_at'
    | 'cancel_requested'
    | 'progress'
  >;

/** A deployment with the run that carries it out. */
export type DeploymentRow = Columns & {
  readonly state: DeploymentState;
  readonly service_id: string;
  readonly organization_id: string;
};

const deploymentRows = sql
  .selectFrom('deployment')
  .innerJoin('node', 'node.id', 'deployment.id')
  .innerJoin('run', 'run.id', 'deployment.id')
  .selectAll('deployment')
  .select(['run.subject_id as service_id', 'node.organization_id', 'run.state as run_state', 'run.step'])
  .select(['run.server_id', 'run.reason', 'run.cancel_requested', 'run.progress'])
  .select(['run.started_by', 'run.started_by_name', 'run.queued_at', 'run.started_at', 'run.ended_at']);

/** The state of a deployment: where its run is under way, the step that this is at. */
export function deploymentState({ state, step }: Pick<RunRow, 'state' | 'step'>): DeploymentState {
  if (state === 'running') return (step ?? 'planning') as DeploymentState;
  return state === 'undone' ? 'rolled-back' : state;
}

const withState = <R extends { run_state: RunRow['state']; step: string | null }>({
  run_state,
  ...row
}: R) => ({
  ...row,
  state: deploymentState({ state: run_state, step: row.step }),
});

export const allDeployments = (
  database: Database,
  narrow: (query: typeof deploymentRows) => typeof deploymentRows,
): DeploymentRow[] => database.all(narrow(deploymentRows)).map(withState);

/** The row of a deployment, or NOT_FOUND where it went with its service. */
export const deploymentRow = (database: Database, id: string): DeploymentRow =>
  withState(requireRow(database.first(deploymentRows.where('deployment.id', '=', id)), 'deployment', id));

/** The images of a compose project's parts; none where it has no parts, or was deployed before they were written down. */
export const partImagesOf = ({ part_images }: Pick<DeploymentRow, 'part_images'>): PartImage[] =>
  part_images === null ? [] : (JSON.parse(part_images) as PartImage[]);

/** What a compose deployment read of its repository, or was given of an earlier one; null where there is none, or not yet. */
export const sourcesOf = (row: DeploymentRow): ComposeSources | null => progressOf(row).sources ?? null;

export const progressOf = (row: Pick<RunRow, 'progress'>): Progress => progressOfRun<Progress>(row);

/** A variable as a deployment hands it to the container, in the clear. */
export interface DeployedVariable {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  /** Every level whose values are in it. */
  readonly levels: readonly VariableLevel[];
}

const variablesPlace = (id: string) => ({ table: 'deployment', row: id, column: 'variables' });

export const sealVariables = (
  tx: Transaction,
  id: string,
  variables: readonly DeployedVariable[],
): Uint8Array => {
  const kept = variables.map(({ name, value, isSecret, levels }) => ({ name, value, isSecret, levels }));
  return tx.sealer.seal(JSON.stringify(kept), variablesPlace(id));
};

/** The variables a deployment runs with, values in the clear; they never leave the core. */
export const openVariables = (store: Store, row: DeploymentRow): DeployedVariable[] => {
  const kept = JSON.parse(store.sealer.open(row.variables, variablesPlace(row.id))) as Kept[];
  return kept.map((each) => ({ ...each, levels: each.levels ?? ['service'] }));
};

/** Deployments from before there were other levels say none. */
type Kept = Omit<DeployedVariable, 'levels'> & Partial<Pick<DeployedVariable, 'levels'>>;

type Patch = Partial<Omit<Selectable<Tables['deployment']>, 'id' | 'spec' | 'variables'>> & {
  readonly step?: DeploymentState;
  readonly progress?: Progress;
};

/** Changes a deployment inside a transaction and tells everybody who looks at it or its service. */
export const patchDeployment = (tx: Transaction, id: string, patch: Patch): void => {
  const { progress, step, ...columns } = patch;
  if (Object.keys(columns).length > 0) {
    tx.database.run(sql.updateTable('deployment').set(columns).where('id', '=', id));
  }
  patchRun(tx, id, { progress, ...(step ? { step } : {}) });
};

/** What a service is while nothing happens to it: as its runtime was last seen, unless one more is to come. */
export const restingState = (database: Database, serviceId: string): NodeState => {
  if (hasUnfinishedRun(database, serviceId)) return 'deploying';
  const row = database.first(sql.selectFrom('service').select('runtime').where('id', '=', serviceId));
  if (!row?.runtime) return 'none';
  return (JSON.parse(row.runtime) as { state: NodeState }).state;
};
