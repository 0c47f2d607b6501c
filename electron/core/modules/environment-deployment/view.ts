import type { EnvironmentDeployment, OrderedService } from '#shared/contract/environment-deployment.ts';
import { type DeploymentState, isFinal } from '#shared/model/deployment.ts';
import { hasEnded, type OrderedState } from '#shared/model/environment-deployment.ts';
import { instant } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import type { DeploymentRow } from '../deployment/index.ts';
import {
  type EnvironmentDeploymentRow,
  environmentDeploymentRow,
  type OrderedRow,
  orderedRows,
} from './rows.ts';
import { deploymentsOf, inPlaceOf, nameIn } from './standing.ts';

const instantOrNull = (millis: number | null): string | null => (millis === null ? null : instant(millis));

/** A deployment of an environment as the contract shows it, by its id. */
export function environmentDeploymentOf(store: Store, id: string): EnvironmentDeployment {
  return toEnvironmentDeployment(store, environmentDeploymentRow(store.database, id));
}

/** A deployment of an environment as the contract shows it. */
export function toEnvironmentDeployment(store: Store, row: EnvironmentDeploymentRow): EnvironmentDeployment {
  const ordered = orderedRows(store.database, row.id);
  const deployments = deploymentsOf(store, ordered);
  return {
    id: row.id,
    environmentId: row.environment_id,
    organizationId: row.organization_id,
    number: row.number,
    state: row.state,
    reason: row.reason,
    redeploy: row.redeploys === 1,
    onFailure: row.on_failure,
    rollbackOf: row.rollback_of,
    startedBy: row.started_by_name,
    queuedAt: instant(row.queued_at),
    startedAt: instantOrNull(row.started_at),
    endedAt: instantOrNull(row.ended_at),
    services: ordered.map((each) => toOrdered(store, row, each, deployments)),
  };
}

function toOrdered(
  store: Store,
  whole: EnvironmentDeploymentRow,
  row: OrderedRow,
  deployments: ReadonlyMap<string, DeploymentRow>,
): OrderedService {
  const own = deployments.get(row.undo_id ?? row.deployment_id ?? '');
  const standing = own && inPlaceOf(store, own);
  const state = stateOf(row, standing, hasEnded(whole.state));
  // what became of a service that was moved is told where it is now
  const isHere = store.access.node(row.service_id)?.parent?.id === whole.environment_id;
  const deployment = isHere ? standing : undefined;
  return {
    level: row.level + 1,
    serviceId: row.service_id,
    name: nameIn(store, whole.environment_id, row),
    state,
    reason: row.problem ?? deployment?.reason ?? null,
    deployment: deployment ? { id: deployment.id, number: deployment.number, state: deployment.state } : null,
  };
}

function stateOf(row: OrderedRow, deployment: DeploymentRow | undefined, isOver: boolean): OrderedState {
  if (row.problem !== null) return 'failed';
  if (row.is_stopped === 1) return 'stopped';
  const isBack = row.undo_id !== null || row.action === 'roll-back';
  // a deployment goes with its service, what came of it does not
  const state = row.outcome ?? deployment?.state;
  if (state !== undefined) return deployedState(state, isBack);
  if (row.undo_id !== null || row.deployment_id !== null) return 'failed';
  if (row.action === 'up-to-date') return 'up-to-date';
  return isOver ? 'not-started' : 'waiting';
}

function deployedState(state: DeploymentState, isBack: boolean): OrderedState {
  if (state === 'succeeded') return isBack ? 'rolled-back' : 'succeeded';
  if (state === 'cancelled' || state === 'superseded') return 'cancelled';
  if (isFinal(state)) return 'failed';
  return isBack ? 'rolling-back' : 'deploying';
}
