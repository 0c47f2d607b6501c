import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { ConnectOptions } from '../../remote/ssh/connect.ts';
import type { ServerPool } from '../../remote/ssh/pool.ts';
import type { SshConnection, SshTarget } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { loadTarget } from './load-target.ts';

type Connect = (target: SshTarget, options: ConnectOptions) => Promise<SshConnection>;

/** A key that no longer opens is no bad input of whoever uses the server: it is why it can't be reached. */
const orUnreachable =
  (connect: Connect): Connect =>
  async (target, options) => {
    try {
      return await connect(target, options);
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT')) throw error;
      const detail = error.data.issues.map(({ message }) => message).join(' ');
      throw new AppError('UNREACHABLE', { server: target.label, reason: 'auth', detail }, { cause: error });
    }
  };

/** Loads SSH and makes the pool over the servers of the store; each (re)connect reads the server's row anew. */
export const openServerPool = async (parts: { store: Store; host: Host }): Promise<ServerPool> => {
  const [{ createServerPool }, { connect }] = await Promise.all([
    import('../../remote/ssh/pool.ts'),
    import('../../remote/ssh/connect.ts'),
  ]);
  return createServerPool({
    resolve: (serverId) => loadTarget(parts, serverId),
    connect: orUnreachable(connect),
  });
};
