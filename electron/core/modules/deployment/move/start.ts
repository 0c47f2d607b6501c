import type { Deployment } from '#shared/contract/deployment.ts';
import { AppError } from '#shared/model/errors.ts';
import { moveObjections, requireNone } from '../../../access/giving/index.ts';
import type { OperationContext } from '../../../rpc/index.ts';
import type { Runs } from '../../../runs/index.ts';
import { serviceView } from '../../../workload/index.ts';
import { requireAllFree } from '../../domain/index.ts';
import { requireBuildPlaces, requireHostAccess, requireMay, requireRow } from '../../node/index.ts';
import { createMove } from '../create.ts';
import { runningOf } from '../running.ts';
import { placeAt, placeOf } from './place.ts';
import { type MoveTarget, ownBlockers } from './target.ts';

/**
 * Writes down the deployment that moves what runs of a service. CONFLICT where something stands in its way, FORBIDDEN where
 * the caller would gain by it or may not deploy at both ends, BUSY while one is under way.
 */
export function startMove(
  context: OperationContext,
  runs: Runs,
  { serviceId, to, blockers }: { serviceId: string; to: MoveTarget; blockers: readonly string[] },
): Deployment {
  const { store } = context;
  const view = serviceView(store, serviceId);
  const from = placeOf(view);
  const running = runningOf(store, view);
  const problems = [...new Set([...ownBlockers(store, serviceId, to), ...blockers])];
  if (problems.length > 0)
    throw new AppError('CONFLICT', { field: 'environmentId', reason: problems.join(' ') });
  if (!from || !running)
    throw new AppError('CONFLICT', { field: '', reason: 'Nothing of it runs any more.' });
  const target = placeAt(store, { environmentId: to.environmentId, serverId: to.serverId ?? from.serverId });
  const node = requireRow(store.access.node(serviceId), 'service', serviceId);
  const environment = requireRow(
    store.access.node(target.environmentId),
    'environment',
    target.environmentId,
  );
  requireNone(moveObjections(context, node, environment));
  for (const nodeId of [serviceId, environment.id]) requireMay(context, 'deployment.create', nodeId);
  const { spec } = running.configured;
  requireHostAccess(context, {
    organizationId: view.ids.organization,
    before: { spec, serverId: from.serverId },
    after: { spec, serverId: target.serverId },
    wasDeployed: true,
  });
  requireBuildPlaces(context, { organizationId: view.ids.organization, before: view.spec, after: spec });
  if (target.serverId !== from.serverId) requireAllFree(context, serviceId, target.serverId);
  const move = { from, to: target, subject: context.caller.subject };
  return createMove(context, runs, { serviceId, moving: { row: running.row, spec, move } });
}
