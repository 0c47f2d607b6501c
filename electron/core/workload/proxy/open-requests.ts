import { AppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { findProxy } from './place.ts';
import { proxies } from './proxies.ts';

/** How many requests are open between a server's proxy and these addresses; none where no proxy runs. */
export async function openRequests(connection: SshConnection, addresses: readonly string[]): Promise<number> {
  const place = await findProxy(connection);
  if (!place?.isRunning) return 0;
  try {
    return await proxies[place.type].openRequests(place, addresses);
  } catch (error) {
    // one that was killed or removed meanwhile has no requests
    if (error instanceof AppError && goneCodes.has(error.code)) return 0;
    throw error;
  }
}

const goneCodes: ReadonlySet<string> = new Set(['REMOTE_FAILED', 'CONFLICT', 'NOT_FOUND']);
