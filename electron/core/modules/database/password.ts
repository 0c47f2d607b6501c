import { isAppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import { settlePending } from '../../workload/database-credentials.ts';
import type { ServerAccess } from '../server/index.ts';
import { type KnownDatabase, spokenDatabase, tryIn } from './open-database.ts';

interface Asking {
  readonly store: Store;
  readonly servers: Pick<ServerAccess, 'use'>;
}

/** Whether the engine lets its account in by a password, as from outside. */
export async function opensBy(
  { store, servers }: Asking,
  { serviceId }: Pick<KnownDatabase, 'serviceId'>,
  password: string,
): Promise<boolean> {
  const database = spokenDatabase(store, serviceId);
  const trial = database.access.tryPassword(database.account, password);
  return (await tryIn({ database, servers, action: 'Trying a password' }, trial)).exitCode === 0;
}

/**
 * Ends a change of the password that was cut off, by asking the engine which of the two it has; answers whether that is
 * known now. Where neither opens it, both stay.
 */
export async function settle(asking: Asking, serviceId: string): Promise<boolean> {
  const { store } = asking;
  const database = spokenDatabase(store, serviceId);
  const { pending, secrets } = database.credentials;
  if (pending === null) return true;
  const isTaken = await opensBy(asking, database, pending);
  if (!isTaken && !(await opensBy(asking, database, secrets.password))) return false;
  store.write((tx) => settlePending(tx, serviceId, { secrets, taken: isTaken ? pending : null }));
  return true;
}

/** The same where the engine may not be there to be asked: then nothing is known, and nothing lost. */
export async function settleIfReached(asking: Asking, serviceId: string): Promise<boolean> {
  try {
    return await settle(asking, serviceId);
  } catch (error) {
    if (
      isAppError(error, 'UNREACHABLE') ||
      isAppError(error, 'CONFLICT') ||
      isAppError(error, 'REMOTE_FAILED')
    ) {
      return false;
    }
    throw error;
  }
}
