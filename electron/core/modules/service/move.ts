import type { Service } from '#shared/contract/service.ts';
import { AppError } from '#shared/model/errors.ts';
import { moveObjections, reachedByMove, requireNone } from '../../access/giving/index.ts';
import { named, type OperationContext } from '../../rpc/index.ts';
import { announceAccess } from '../../seats/index.ts';
import { requireRow } from '../node/index.ts';
import { serviceOf } from './queries.ts';

/**
 * Moves a service to another environment; both ends are checked (R13), and what the mover would gain by it
 * (R6). Refused while it runs, since its network and labels on the server name the old environment.
 */
export const moveService = (
  context: OperationContext,
  input: { serviceId: string; environmentId: string },
): Service => {
  const { store } = context;
  const before = serviceOf(store, input.serviceId);
  const node = requireRow(store.access.node(before.id), 'service', before.id);
  const target = requireRow(store.access.node(input.environmentId), 'environment', input.environmentId);
  context.write((tx) => {
    requireNone(moveObjections(context, node, target));
    const reached = reachedByMove(context, node, target);
    if (before.currentDeploymentId && before.state !== 'stopped' && before.state !== 'none') {
      const reason = 'the service is running in its present environment; stop it before moving it';
      throw new AppError('CONFLICT', { field: 'environmentId', reason });
    }
    tx.moveNode(before.id, input.environmentId);
    announceAccess(tx, reached);
    tx.audit({
      changes: [
        {
          field: 'environment',
          was: named(store, before.environmentId),
          is: named(store, input.environmentId),
        },
      ],
      fact: { type: 'moved', to: named(store, input.environmentId) },
    });
  });
  return serviceOf(store, before.id);
};
