import { AppError, isAppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Run } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { PutProxy } from './context.ts';
import type { StepLog } from './step-log.ts';

interface Parts {
  readonly store: Store;
  readonly putProxy: PutProxy;
}

/**
 * Installs the proxy that a set-up was asked for. One of ours that runs is adopted as it is, of whatever type. A server is
 * ready without one, too: what is refused fails this step and not the set-up, and may be done again.
 */
export async function installProxyOnce(
  { store, putProxy }: Parts,
  { run, log }: { readonly run: Run; readonly log: StepLog },
): Promise<undefined> {
  const { proxy, proxy_image: image } = wantedOf(store, run.id);
  if (proxy === null) return;
  await log.tellProxy('running', '');
  try {
    const found = await run.persist('looking for the proxy', () => run.ssh(lookForProxy));
    if (found.isRunning) return void (await log.tellProxy('unchanged', found.words));
    run.check();
    await run.persist('installing the proxy', () => putProxy({ serverId: run.serverId, type: proxy, image }));
    await log.tellProxy('done', (await run.ssh(lookForProxy)).words);
  } catch (error) {
    if (!(error instanceof AppError) || goesOn.has(error.code)) throw error;
    await log.tellProxy(
      'failed',
      `${error.message} Services without domains need none; run the set-up again.`,
    );
  }
}

const goesOn: ReadonlySet<string> = new Set(['CANCELLED', 'UNREACHABLE', 'BUSY']);

/** What of a proxy of ours is on a server, in words. */
export async function lookForProxy(
  connection: SshConnection,
): Promise<{ readonly isRunning: boolean; readonly words: string }> {
  const { findProxy } = await import('../../workload/index.ts');
  const place = await findProxy(connection);
  if (!place) return { isRunning: false, words: 'Not there' };
  const what = `${place.type === 'caddy' ? 'Caddy' : 'Traefik'} (${place.image})`;
  return place.isRunning
    ? { isRunning: true, words: what }
    : { isRunning: false, words: `${what} is there and does not run` };
}

/** The same for the plan of a server on which there may be no Docker yet. */
export async function proxyForPlan(connection: SshConnection) {
  try {
    return await lookForProxy(connection);
  } catch (error) {
    if (!isAppError(error, 'REMOTE_FAILED')) throw error;
    return { isRunning: false, words: 'Docker has to be there first' };
  }
}

export const wantedOf = ({ database }: Store, id: string) =>
  database.first(sql.selectFrom('setup').select(['proxy', 'proxy_image']).where('id', '=', id)) ?? {
    proxy: null,
    proxy_image: null,
  };
