import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import { type EnvironmentAction, hasEnded, type OnFailure } from '#shared/model/environment-deployment.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireMay } from '../node/index.ts';
import { type Chosen, levelsOf } from './plan.ts';
import { isUntouched } from './ran-before.ts';
import {
  type EnvironmentDeploymentRow,
  environmentDeploymentRow,
  environmentDeployments,
  type OrderedRow,
  orderedRows,
} from './rows.ts';
import { changedBy, nameIn } from './standing.ts';
import { environmentDeploymentOf } from './view.ts';

interface Wanted {
  readonly environmentId: string;
  readonly redeploy: boolean;
  readonly onFailure: OnFailure;
  readonly rollbackOf?: EnvironmentDeploymentRow;
  readonly services: readonly {
    readonly serviceId: string;
    readonly level: number;
    readonly action: EnvironmentAction | null;
    readonly targetId: string | null;
  }[];
}

/**
 * Writes down a deployment of the chosen services of an environment. CONFLICT where there is none, FORBIDDEN for who may not
 * roll back what it is asked to roll back where it fails.
 */
export function createEnvironmentDeployment(
  context: OperationContext,
  runs: Runs,
  asked: Chosen & { readonly redeploy: boolean; readonly onFailure: OnFailure },
): EnvironmentDeployment {
  if (asked.onFailure === 'roll-back') requireMay(context, 'deployment.rollback', asked.environmentId);
  const services = levelsOf(context.store, asked).flatMap((ids, level) =>
    ids.map((serviceId) => ({ serviceId, level, action: null, targetId: null })),
  );
  return write(context, runs, { ...asked, services });
}

/**
 * Writes down that all which a deployment of an environment changed goes back to what ran before, the last first. CONFLICT
 * while that one goes on, where it changed nothing, and where one of its services was deployed again since; FORBIDDEN where
 * one of them is to be stopped and the caller may not deploy.
 */
export function createEnvironmentRollback(
  context: OperationContext,
  runs: Runs,
  id: string,
): EnvironmentDeployment {
  const { store } = context;
  const whole = environmentDeploymentRow(store.database, id);
  if (!hasEnded(whole.state)) refuse('state', `deployment ${whole.number} goes on; cancel it first`);
  const changed = changedBy(store, whole);
  if (changed.length === 0) {
    refuse('environmentDeploymentId', `nothing runs that deployment ${whole.number} changed`);
  }
  requireUntouched(store, whole, changed);
  const last = Math.max(...changed.map(({ level }) => level));
  const services = changed.map(({ service_id: serviceId, level, before_id: targetId }) => ({
    serviceId,
    level: last - level,
    action: targetId === null ? ('stop' as const) : ('roll-back' as const),
    targetId,
  }));
  const { environment_id: environmentId } = whole;
  if (services.some(({ action }) => action === 'stop'))
    requireMay(context, 'deployment.create', environmentId);
  return write(context, runs, {
    environmentId,
    redeploy: true,
    onFailure: 'keep',
    rollbackOf: whole,
    services,
  });
}

function requireUntouched(
  store: Store,
  whole: EnvironmentDeploymentRow,
  changed: readonly OrderedRow[],
): void {
  const touched = changed.filter(
    ({ service_id, deployment_id }) => !isUntouched(store, service_id, deployment_id),
  );
  if (touched.length === 0) return;
  const names = touched.map((row) => `“${nameIn(store, whole.environment_id, row)}”`);
  const reason = `${names.join(', ')} ran something else since deployment ${whole.number}; roll them back one by one`;
  refuse('environmentDeploymentId', reason);
}

/** Whether a waiting deployment does nothing that a newer one does not do as well; a way back is never left out. */
function covers(store: Store, newer: Wanted, waitingId: string): boolean {
  const waiting = environmentDeploymentRow(store.database, waitingId);
  const ids = new Set(newer.services.map(({ serviceId }) => serviceId));
  return (
    newer.rollbackOf === undefined &&
    waiting.rollback_of === null &&
    (newer.redeploy || waiting.redeploys === 0) &&
    orderedRows(store.database, waitingId).every(({ service_id }) => ids.has(service_id))
  );
}

function write(context: OperationContext, runs: Runs, wanted: Wanted): EnvironmentDeployment {
  const { store, caller } = context;
  const { environmentId, rollbackOf } = wanted;
  const id = context.write((tx) => {
    const newest = environmentDeployments(tx.database, (query) =>
      query
        .where('node.parent_id', '=', environmentId)
        .orderBy('environment_deployment.number', 'desc')
        .limit(1),
    );
    const number = (newest[0]?.number ?? 0) + 1;
    const made = tx.createNode({ kind: 'environmentDeployment', parentId: environmentId, name: null });
    const run = {
      id: made,
      kind: 'environmentDeployment' as const,
      subject_id: environmentId,
      // it is on no server itself: each of its deployments is on that of its service
      server_id: environmentId,
      title: rollbackOf
        ? `Roll back {name} #${number}, from #${rollbackOf.number}`
        : `Deploy {name} as a whole #${number}`,
      started_by: caller.accountId,
      started_by_name: caller.name,
    };
    const superseding = `Deployment ${number} of the same environment came before this one began.`;
    runs.add(tx, run, superseding, (waitingId) => covers(store, wanted, waitingId));
    tx.database.run(
      sql.insertInto('environment_deployment').values({
        id: made,
        number,
        redeploys: wanted.redeploy ? 1 : 0,
        on_failure: wanted.onFailure,
        rollback_of: rollbackOf?.id ?? null,
        asked_by: caller.subject,
      }),
    );
    for (const { serviceId, level, action, targetId } of wanted.services) {
      tx.database.run(
        sql.insertInto('environment_deployment_service').values({
          environment_deployment_id: made,
          service_id: serviceId,
          name: store.access.node(serviceId)?.name ?? '',
          level,
          action,
          target_id: targetId,
          ...{
            before_id: null,
            deployment_id: null,
            undo_id: null,
            outcome: null,
            is_stopped: 0,
            problem: null,
          },
        }),
      );
    }
    const backTo = rollbackOf ? { backTo: rollbackOf.number } : {};
    tx.audit({ nodeId: made, fact: { type: 'deploymentStarted', number, ...backTo } });
    return made;
  });
  return environmentDeploymentOf(store, id);
}

function refuse(field: string, reason: string): never {
  throw new AppError('CONFLICT', { field, reason });
}
