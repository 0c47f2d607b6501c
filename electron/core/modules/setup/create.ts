import type { Setup } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { pendingSteps } from './parse-step.ts';
import { setupOf, setupsOf } from './queries.ts';

/** Starts a set-up and answers it as it begins; BUSY while another one runs on the server. */
export const createSetup = (context: OperationContext, serverId: string): Setup => {
  const { store } = context;
  const { setups } = context.core;
  const setupId = context.write((tx) => {
    const running = setupsOf(store, serverId).find(({ state }) => state === 'running');
    if (running) {
      throw new AppError('BUSY', { by: `the set-up of ${running.startedBy}`, since: running.startedAt });
    }
    const id = tx.createNode({ kind: 'setup', parentId: serverId, name: null });
    tx.database.run(
      sql.insertInto('setup').values({
        id,
        state: 'running',
        reason: null,
        steps: JSON.stringify(pendingSteps()),
        started_by: context.caller.name,
        started_at: tx.now,
        ended_at: null,
      }),
    );
    tx.audit({ detail: 'set-up started' });
    return id;
  });
  const setup = setupOf(store, setupId);
  if (setup.state === 'running') setups.start(setupId, serverId);
  return setup;
};

/** Cancels a running set-up and answers how it ended; what its finished steps did stays. */
export const cancelSetup = async (context: OperationContext, setupId: string): Promise<Setup> => {
  await context.core.setups.cancel(setupId, context.signal);
  return setupOf(context.store, setupId);
};
