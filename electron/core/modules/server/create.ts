import type { Server, ServerAuth } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import { requireForServers } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import type { Address } from './address.ts';
import { authColumns } from './auth-columns.ts';
import { connectQuietly } from './connect.ts';
import type { ServerContext } from './context.ts';
import { callerMayUseMachine, requireKeysOf } from './machine.ts';
import { serverFor } from './queries.ts';
import { tryConnection } from './try-connection.ts';

/** A server to be added, with the fingerprint that a person compared and confirmed. */
export interface NewServer extends Address {
  readonly organizationId: string;
  readonly name: string;
  readonly auth: ServerAuth;
  readonly fingerprint: string;
}

/** Asked before anything is done to the server; the store's own check at the end is the one that counts. */
const refuseTakenName = (context: ServerContext, { organizationId, name }: NewServer): void => {
  const siblings = context.store.access.node(organizationId)?.children ?? [];
  const wanted = name.toLowerCase();
  for (const node of siblings) {
    if (node.kind !== 'server' || node.name?.toLowerCase() !== wanted) continue;
    const reason = `there is already a server named “${name}” here; choose another name`;
    throw new AppError('CONFLICT', { field: 'name', reason });
  }
};

/**
 * Adds a server after connecting to it once with the confirmed host key. A password is used in that moment
 * only: a new key is installed with it and kept sealed instead.
 */
export const createServer = async (context: ServerContext, input: NewServer): Promise<Server> => {
  const serverId = await context.doOnce(() => tryAndInsert(context, input));
  await connectQuietly(context, serverId);
  return serverFor(context, serverId);
};

const tryAndInsert = async (context: ServerContext, input: NewServer): Promise<string> => {
  const { store, host } = context;
  refuseTakenName(context, input);
  requireKeysOf(context, input.auth.type);
  requireForServers(store.database, input.auth);
  const { name, auth, fingerprint, organizationId, user, port } = input;
  const isAllowed = callerMayUseMachine(context);
  const trial = { label: name, address: input, auth, fingerprint, mayUseMachine: isAllowed };
  const proven = await tryConnection({ store, host, signal: context.signal }, trial);
  return context.write((tx) => {
    requireKeysOf(context, proven.auth.type);
    const id = tx.createNode({ kind: 'server', parentId: organizationId, name });
    tx.database.run(
      sql.insertInto('server').values({
        id,
        host: input.host,
        port,
        user,
        ...authColumns(tx, id, proven),
        jump_server_id: input.jumpServerId ?? null,
        reached_by: context.caller.accountId,
        host_key_type: proven.hostKey.type,
        host_key_fingerprint: proven.hostKey.fingerprint,
        is_ready: 0,
        docker_version: null,
        facts: null,
        seen_at: tx.now,
        created_at: tx.now,
      }),
    );
    const address = `${user}@${input.host}:${port}`;
    tx.audit({ nodeId: id, fact: { type: 'serverAdded', address, fingerprint } });
    return id;
  });
};
