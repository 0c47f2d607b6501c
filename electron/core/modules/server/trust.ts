import type { Server } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostKey } from '../../remote/ssh/types.ts';
import { requireTypedName } from '../node/index.ts';
import { endpointOf, refuseRevoked } from './address.ts';
import { connectQuietly } from './connect.ts';
import type { ServerContext } from './context.ts';
import { knownHosts } from './known-hosts.ts';
import { mayUseMachine, requireKeysOf } from './machine.ts';
import { type ServerRow, serverFor, serverRow } from './queries.ts';

/**
 * The key of that fingerprint, if the server offers it now: by the pinned type, as a connection is refused,
 * or by the type it prefers, as a scan shows it.
 */
const offeredKey = async (context: ServerContext, row: ServerRow, fingerprint: string): Promise<HostKey> => {
  const { store, host } = context;
  const { probeHostKey } = await import('../../remote/ssh/host-key.ts');
  const address = { host: row.host, port: row.port, user: row.user, jumpServerId: row.jump_server_id };
  const parts = { label: row.name, mayUseMachine: mayUseMachine(context, row.reached_by) };
  const endpoint = await endpointOf({ store, host }, address, parts);
  const probe = (hostKeyTypes: readonly string[]): Promise<HostKey> => {
    const asked = { ...endpoint, hostKeyTypes };
    return probeHostKey(asked, { signal: context.signal });
  };
  const byPinnedType = await probe([row.host_key_type]);
  if (byPinnedType.fingerprint === fingerprint) return byPinnedType;
  const preferred = await probe([]);
  if (preferred.fingerprint === fingerprint) return preferred;
  const reason = `the server offers ${preferred.fingerprint} now; compare that one`;
  throw new AppError('CONFLICT', { field: 'fingerprint', reason });
};

/**
 * Pins the host key that the server offers at this moment, if it is the one whose fingerprint was compared;
 * CONFLICT with the offered fingerprint otherwise. Ends the hard stop. A server that signs in by a key of the host would
 * offer it to whom it trusts from then on, so only whoever may use those keys decides that (R20).
 */
export const trustServer = async (
  context: ServerContext,
  input: { serverId: string; fingerprint: string; typedName: string },
): Promise<Server> => {
  const { serverId, fingerprint, typedName } = input;
  const { store, host, servers } = context;
  requireTypedName(context, serverId, typedName);
  const row = serverRow(store, serverId);
  requireKeysOf(context, row.auth_type);
  const offered = await offeredKey(context, row, fingerprint);
  const known = await knownHosts(host, mayUseMachine(context, row.reached_by));
  refuseRevoked(known.some((line) => line.marker === 'revoked' && line.raw.equals(offered.raw)));
  context.judgeAgain();
  context.write((tx) => {
    const columns = { host_key_type: offered.type };
    tx.change('server', serverId, { hostKey: offered.fingerprint }, { columns });
  });
  servers.reset(serverId);
  await connectQuietly(context, serverId);
  return serverFor(context, serverId);
};
