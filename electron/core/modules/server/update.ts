import type { Server, ServerAuth } from '#shared/contract/server.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { requireForServers, sshKeyRow } from '../../ssh-keys/index.ts';
import { authColumns } from './auth-columns.ts';
import { connectQuietly } from './connect.ts';
import type { ServerContext } from './context.ts';
import { callerMayUseMachine, requireKeysOf } from './machine.ts';
import { type ServerRow, serverFor, serverRow } from './queries.ts';
import { halfOf, storedAuth } from './sign-in.ts';
import { type Proven, tryConnection } from './try-connection.ts';

/** Fields that are not given stay as they are; `jumpServerId: null` connects directly. */
export interface ServerEdit {
  readonly serverId: string;
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly jumpServerId?: string | null | undefined;
  readonly auth?: ServerAuth | undefined;
}

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly jumpServerId: string | null;
}

const wantedOf = (row: ServerRow, edit: ServerEdit): Wanted => ({
  host: edit.host ?? row.host,
  port: edit.port ?? row.port,
  user: edit.user ?? row.user,
  jumpServerId: edit.jumpServerId === undefined ? row.jump_server_id : edit.jumpServerId,
});

/** Walks up the jump servers; one that leads back to the edited server is refused. */
const refuseCircle = (context: ServerContext, serverId: string, jumpServerId: string | null): void => {
  const { store } = context;
  for (let id = jumpServerId; id !== null; id = serverRow(store, id).jump_server_id) {
    if (id !== serverId) continue;
    const reason = 'this server would be reached through itself; choose another jump server';
    throw new AppError('CONFLICT', { field: 'jumpServerId', reason });
  }
};

const isSameAddress = (row: ServerRow, wanted: Wanted): boolean =>
  JSON.stringify(wantedOf(row, { serverId: row.id })) === JSON.stringify(wanted);

/** Installs an SSH key by the way in that there is; one that cannot be used any more leaves it to the key itself. */
const installBeside = async (context: ServerContext, row: ServerRow, sshKeyId: string): Promise<void> => {
  const { public_key: publicKey } = sshKeyRow(context.store, sshKeyId);
  const { installKey } = await import('./install-key.ts');
  try {
    await context.servers.use(row.id, (connection) => installKey(connection, publicKey), context.signal);
  } catch (error) {
    if (!isAppError(error, 'UNREACHABLE')) throw error;
  }
};

/**
 * Proves the new way in with the pinned host key. A different host key at the new address is no obstacle to
 * saving (null): the server is then stopped until somebody trusts that key.
 */
const prove = async (
  context: ServerContext,
  row: ServerRow,
  edit: ServerEdit,
  wanted: Wanted,
): Promise<Proven | null> => {
  const { store, host } = context;
  if (edit.auth) requireForServers(store.database, edit.auth);
  const auth = edit.auth ?? (await storedAuth(store, row));
  const trial = {
    label: edit.name ?? row.name,
    address: wanted,
    auth,
    half: edit.auth ? undefined : halfOf(row),
    fingerprint: row.host_key_fingerprint,
    hostKeyType: row.host_key_type,
    mayUseMachine: callerMayUseMachine(context),
  };
  if (edit.auth?.type === 'ssh-key' && isSameAddress(row, wanted)) {
    await installBeside(context, row, edit.auth.sshKeyId);
  }
  try {
    return await tryConnection({ store, host, signal: context.signal }, trial);
  } catch (error) {
    const isOtherKey = isAppError(error, 'UNREACHABLE') && error.data.reason === 'host-key';
    if (isOtherKey && edit.auth === undefined) return null;
    throw error;
  }
};

const editsConnection = ({ host, port, user, jumpServerId, auth }: ServerEdit): boolean =>
  [host, port, user, jumpServerId, auth].some((field) => field !== undefined);

const isSameWay = (row: ServerRow, edit: ServerEdit): boolean => {
  const [before, after] = [wantedOf(row, { serverId: row.id }), wantedOf(row, edit)];
  return edit.auth === undefined && JSON.stringify(before) === JSON.stringify(after);
};

/**
 * Whether the way to the server is set anew. A form sends the whole address with a new name: from whoever may not use
 * what the way leads through, the same address is no wish to go there in their own name.
 */
const isMoving = (context: ServerContext, row: ServerRow, edit: ServerEdit): boolean => {
  if (!editsConnection(edit)) return false;
  if (isSameWay(row, edit)) return callerMayUseMachine(context);
  requireKeysOf(context, edit.auth?.type ?? row.auth_type);
  return true;
};

/**
 * Renames a server, or changes its address or how to sign in. A new way in is tried first and saved only
 * where it works; connections in use are cut then, for they go to the old place. From then on it is reached by the
 * right of whoever changed it (R20).
 */
export const updateServer = async (context: ServerContext, edit: ServerEdit): Promise<Server> => {
  const { serverId } = edit;
  const row = serverRow(context.store, serverId);
  const wanted = wantedOf(row, edit);
  const isMoved = isMoving(context, row, edit);
  if (isMoved) refuseCircle(context, serverId, wanted.jumpServerId);
  const proven = isMoved ? await prove(context, row, edit, wanted) : null;
  context.judgeAgain();
  context.write((tx) => {
    const { name } = edit;
    if (!isMoved) {
      tx.change('server', serverId, { name });
      return;
    }
    const { jumpServerId: jumpServer, ...address } = wanted;
    requireKeysOf(context, proven?.auth.type ?? row.auth_type);
    const auth = edit.auth && proven ? authColumns(tx, serverId, proven) : {};
    const columns = { ...auth, reached_by: context.caller.accountId };
    const changes = edit.auth ? [{ field: 'auth', before: row.auth_type, after: edit.auth.type }] : [];
    tx.change('server', serverId, { name, ...address, jumpServer }, { columns, changes });
  });
  if (isMoved) {
    context.servers.reset(serverId);
    await connectQuietly(context, serverId);
  }
  return serverFor(context, serverId);
};
