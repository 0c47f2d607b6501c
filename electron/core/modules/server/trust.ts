import type { Server } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireTypedName } from '../node/index.ts';
import { endpointOf, refuseRevoked } from './address.ts';
import { connectQuietly } from './connect.ts';
import { knownHosts } from './known-hosts.ts';
import { serverOf, serverRow } from './queries.ts';

/**
 * Pins the host key that the server offers at this moment, if it is the one whose fingerprint was compared;
 * CONFLICT with the offered fingerprint otherwise. Ends the hard stop.
 */
export const trustServer = async (
  context: OperationContext,
  input: { serverId: string; fingerprint: string; typedName: string },
): Promise<Server> => {
  const { serverId, fingerprint, typedName } = input;
  const { store, host, servers } = context.core;
  requireTypedName(context, serverId, typedName);
  const row = serverRow(store, serverId);
  const { probeHostKey } = await import('../../remote/ssh/host-key.ts');
  const address = { host: row.host, port: row.port, user: row.user, jumpServerId: row.jump_server_id };
  // asked for by the pinned type first, as a connection does, so that both speak of the same key
  const endpoint = {
    ...(await endpointOf({ store, host }, address, row.name)),
    hostKeyTypes: [row.host_key_type],
  };
  const offered = await probeHostKey(endpoint, { signal: context.signal });
  if (offered.fingerprint !== fingerprint) {
    const reason = `the server offers ${offered.fingerprint} now; compare that one`;
    throw new AppError('CONFLICT', { field: 'fingerprint', reason });
  }
  const known = await knownHosts(host);
  refuseRevoked(known.some((line) => line.marker === 'revoked' && line.raw.equals(offered.raw)));
  context.write((tx) => {
    const pin = { host_key_type: offered.type, host_key_fingerprint: offered.fingerprint };
    tx.database.run(sql.updateTable('server').set(pin).where('id', '=', serverId));
    tx.announce({ kind: 'server', nodeId: serverId, verb: 'updated' });
    tx.audit({
      changes: [{ field: 'hostKey', before: row.host_key_fingerprint, after: offered.fingerprint }],
    });
  });
  servers.reset(serverId);
  await connectQuietly(context, serverId);
  return serverOf(context.core, serverId);
};
