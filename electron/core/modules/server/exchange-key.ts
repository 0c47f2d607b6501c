import { isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshAuth } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { loadTarget } from './load-target.ts';
import type { ServerAccess } from './server-access.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Pick<ServerAccess, 'use' | 'reset'>;
  readonly signal: AbortSignal;
}

/** What exchanging the key of a stored server does there; each step may be done again. */
export interface KeyExchange {
  /** Whether the server lets a private key in; rejects where it cannot be asked. */
  opens(privateKey: string): Promise<boolean>;
  /** Adds the line to authorized_keys, over the connection that the store names. */
  install(publicKey: string): Promise<void>;
  /** Takes a public key out of authorized_keys, over a new connection as the store names it now. */
  remove(publicKey: string): Promise<void>;
}

/** The exchange of one server's key. Everything is UNREACHABLE or REMOTE_FAILED where the server refuses. */
export function keyExchangeOf(parts: Parts, serverId: string): KeyExchange {
  const { servers, signal } = parts;
  return {
    opens: (privateKey) => isOpenedBy(parts, serverId, { kind: 'key', privateKey }),
    async install(publicKey) {
      const { installKey } = await import('./install-key.ts');
      await servers.use(serverId, (connection) => installKey(connection, publicKey), signal);
    },
    async remove(publicKey) {
      const { removeKey } = await import('./remove-key.ts');
      servers.reset(serverId);
      await servers.use(serverId, (connection) => removeKey(connection, publicKey), signal);
    },
  };
}

async function isOpenedBy(parts: Parts, serverId: string, auth: SshAuth): Promise<boolean> {
  const { connect } = await import('../../remote/ssh/connect.ts');
  try {
    const connection = await connect(
      { ...(await loadTarget(parts, serverId)), auth },
      { signal: parts.signal },
    );
    connection.close();
    return true;
  } catch (error) {
    if (isAppError(error, 'UNREACHABLE') && error.data.reason === 'auth') return false;
    throw error;
  }
}
