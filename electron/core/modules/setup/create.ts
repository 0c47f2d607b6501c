import type { Setup } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import { requestCancel, runRow } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { SetupContext } from './context.ts';
import { pendingSteps } from './parse-step.ts';
import { setupOf, setupsOf } from './queries.ts';

interface Asked {
  readonly serverId: string;
  readonly proxy: 'traefik' | 'caddy' | 'none';
  readonly proxyImage?: string | undefined;
}

/** Starts a set-up and answers it as it begins; BUSY while another one runs on the server. */
export function createSetup(context: SetupContext, { serverId, proxy, proxyImage }: Asked): Setup {
  const { runs, store, caller } = context;
  const setupId = context.write((tx) => {
    const running = setupsOf(store, serverId).find(({ state }) => state === 'running');
    if (running) {
      throw new AppError('BUSY', { by: `the set-up of ${running.startedBy}`, since: running.startedAt });
    }
    const id = tx.createNode({ kind: 'setup', parentId: serverId, name: null });
    const wanted = proxy === 'none' ? null : proxy;
    const steps = JSON.stringify(pendingSteps(wanted !== null));
    tx.database.run(
      sql
        .insertInto('setup')
        .values({ id, steps, proxy: wanted, proxy_image: (wanted && proxyImage) ?? null }),
    );
    runs.add(tx, {
      id,
      kind: 'setup',
      subject_id: serverId,
      server_id: serverId,
      title: 'Set up {name}',
      started_by: caller.accountId,
      started_by_name: caller.name,
    });
    tx.audit({ fact: { type: 'setUpStarted' }, changes: [{ field: 'proxy', after: wanted ?? 'none' }] });
    return id;
  });
  return setupOf(store, setupId);
}

/** How long the answer waits for the server to end it; it goes on being ended after that. */
const waitMs = 60_000;

/** Cancels a running set-up and answers how it ended; what its finished steps did stays. */
export async function cancelSetup(context: SetupContext, setupId: string): Promise<Setup> {
  const { runs, store } = context;
  context.write((tx) => {
    if (runRow(tx.database, setupId).ended_at === null) return requestCancel(tx, setupId);
    throw new AppError('CONFLICT', { field: 'setupId', reason: 'this set-up has ended already' });
  });
  await runs.cancel(setupId, waitMs);
  return setupOf(store, setupId);
}
