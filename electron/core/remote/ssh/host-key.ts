import { type AppError, isAppError } from '#shared/model/errors.ts';
import { type ConnectOptions, connect } from './connect.ts';
import type { HostKey, SshEndpoint } from './types.ts';

/**
 * Reads the key a server offers, to be shown and confirmed. It is refused at once on purpose, so no user name
 * and no credentials are sent.
 */
export const probeHostKey = async (to: SshEndpoint, options: ConnectOptions = {}): Promise<HostKey> => {
  let offered: HostKey | undefined;
  const verifyHostKey = (key: HostKey) => {
    offered = key;
    return false;
  };
  const auth = { kind: 'password', password: '' } as const;
  try {
    const connection = await connect({ ...to, user: 'quayside-probe', auth, verifyHostKey }, options);
    connection.close();
    return connection.hostKey;
  } catch (error) {
    const isOwnRefusal =
      isAppError(error, 'UNREACHABLE') && (error as AppError<'UNREACHABLE'>).data.reason === 'host-key';
    if (offered && isOwnRefusal) return offered;
    throw error;
  }
};
