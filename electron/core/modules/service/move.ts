import type { MovedService } from '#shared/contract/service.ts';
import { AppError } from '#shared/model/errors.ts';
import { moveObjections, reachedByMove, requireNone } from '../../access/giving/index.ts';
import { type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { dropDependencies } from '../../workload/drop-dependencies.ts';
import type { Deployments } from '../deployment/index.ts';
import { requireAllFree } from '../domain/index.ts';
import { requireHostAccess, requireRow } from '../node/index.ts';
import { serviceOf } from './queries.ts';

interface Move {
  readonly serviceId: string;
  readonly environmentId: string;
  readonly serverId?: string | undefined;
}

/**
 * Moves a service to another environment or server; both ends are checked (R13), and what the mover would gain by it
 * (R6). What runs is moved by a deployment, which is answered; the rest is at its new place at once.
 */
export async function moveService(
  context: OperationContext & { readonly deployments: Deployments },
  move: Move,
): Promise<MovedService> {
  const { store, deployments } = context;
  const { serviceId, ...to } = move;
  const deploymentId = await context.doOnce(async () => {
    requireNoGain(context, move);
    const look = await deployments.lookAtMove(serviceId, to);
    if (look().isRunning) return (await deployments.move(context, serviceId, to)).id;
    return context.write((tx) => {
      const { isRunning, blockers } = look();
      const reasons = isRunning ? ['It runs by now; move it again.'] : blockers;
      if (reasons.length > 0) {
        throw new AppError('CONFLICT', { field: 'environmentId', reason: reasons.join(' ') });
      }
      return assign(context, tx, move);
    });
  });
  const deployment = deploymentId === null ? null : await deployments.get(deploymentId);
  return { ...serviceOf(store, serviceId), deployment };
}

function requireNoGain(context: OperationContext, { serviceId, environmentId }: Move): void {
  const { access } = context.store;
  const node = requireRow(access.node(serviceId), 'service', serviceId);
  const target = requireRow(access.node(environmentId), 'environment', environmentId);
  requireNone(moveObjections(context, node, target));
}

/** Nothing of it runs: it is only written down. */
function assign(context: OperationContext, tx: AuditedTransaction, move: Move): null {
  const { store } = context;
  const { serviceId, environmentId, serverId } = move;
  requireNoGain(context, move);
  const before = serviceOf(store, serviceId);
  const changesServer = serverId !== undefined && serverId !== before.serverId;
  const changesEnvironment = environmentId !== before.environmentId;
  const newEnvironment = named(store, environmentId);
  const environment = { field: 'environment', was: named(store, before.environmentId), is: newEnvironment };
  if (changesEnvironment) putInto(context, tx, move);
  if (changesServer) putOn(context, tx, { before, serverId });
  const was = before.serverId === null ? null : named(store, before.serverId);
  const server = changesServer ? [{ field: 'server', was, is: named(store, serverId) }] : [];
  const to = changesServer && !changesEnvironment ? named(store, serverId) : newEnvironment;
  const changes = [...(changesEnvironment ? [environment] : []), ...server];
  tx.audit({ changes, fact: { type: 'moved', to } });
  return null;
}

function putInto(
  context: OperationContext,
  tx: AuditedTransaction,
  { serviceId, environmentId }: Move,
): void {
  const { store } = context;
  const node = requireRow(store.access.node(serviceId), 'service', serviceId);
  const target = requireRow(store.access.node(environmentId), 'environment', environmentId);
  const reached = reachedByMove(context, node, target);
  dropDependencies(tx, serviceId);
  tx.moveNode(serviceId, environmentId);
  announceAccess(tx, reached);
}

function putOn(
  context: OperationContext,
  tx: AuditedTransaction,
  { before, serverId }: { readonly before: ReturnType<typeof serviceOf>; readonly serverId: string },
): void {
  const { id, organizationId, spec } = before;
  requireHostAccess(context, { organizationId, before, after: { spec, serverId } });
  tx.database.run(sql.updateTable('service').set({ server_id: serverId }).where('id', '=', id));
  tx.announce({ kind: 'service', nodeId: id, verb: 'updated' });
  requireAllFree(context, id);
}
