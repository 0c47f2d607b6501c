import type { Selectable } from 'kysely';
import type { Server } from '#shared/contract/server.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';
import { callerMayUseMachine } from './machine.ts';

const servers = sql
  .selectFrom('server')
  .innerJoin('node', 'node.id', 'server.id')
  .selectAll('server')
  .select(['node.organization_id', 'node.name']);

/** A server's row with its name; `credentials` are sealed. */
export type ServerRow = Selectable<Tables['server']> & { organization_id: string; name: string };

const named = <R extends { name: string | null }>(row: R): R & { name: string } => ({
  ...row,
  name: row.name ?? '',
});

/** The row of a server, or NOT_FOUND where it went meanwhile. */
export const serverRow = (store: Store, serverId: string): ServerRow =>
  named(requireRow(store.database.first(servers.where('server.id', '=', serverId)), 'server', serverId));

/** All servers of an organization, whoever may see them. */
export const serverRows = (store: Store, organizationId: string): ServerRow[] =>
  store.database
    .all(servers.where('node.organization_id', '=', organizationId).orderBy('node.name'))
    .map(named);

interface Connections {
  readonly servers: {
    connectionOf(serverId: string): Server['connection'];
    freshnessOf(serverId: string, seenAt: number | null): Server['freshness'];
  };
}

type Listing = OperationContext & Connections & { readonly host: Host };

/** A server as the contract shows it: the public half of everything, and the state of its connection. */
const toServer = ({ servers: connections }: Connections, row: ServerRow, mayUseKeys: boolean): Server => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  host: row.host,
  port: row.port,
  user: row.user,
  authType: row.auth_type,
  keyPath: mayUseKeys ? row.key_path : null,
  publicKey: row.public_key,
  sshKeyId: row.ssh_key_id,
  jumpServerId: row.jump_server_id,
  hostKey: { type: row.host_key_type, fingerprint: row.host_key_fingerprint },
  isReady: row.is_ready === 1,
  dockerVersion: row.docker_version,
  connection: connections.connectionOf(row.id),
  freshness: connections.freshnessOf(row.id, row.seen_at),
  createdAt: instant(row.created_at),
});

/** One server as the contract shows it to whoever asks. */
export const serverFor = (context: Listing, serverId: string): Server =>
  toServer(context, serverRow(context.store, serverId), callerMayUseMachine(context));

/** The servers of an organization that the caller may read, by name. */
export const serversFor = (context: Listing, organizationId: string): Server[] => {
  const { store, caller } = context;
  const mayUseKeys = callerMayUseMachine(context);
  return serverRows(store, organizationId)
    .filter(({ id }) => store.access.can(caller.subject, 'server.read', id))
    .map((row) => toServer(context, row, mayUseKeys));
};
