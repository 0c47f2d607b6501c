import { randomBytes } from 'node:crypto';
import type { ConnectionText, DatabaseAccount, DatabaseAddress } from '#shared/model/databases/engine.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Log } from '../../host.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Store } from '../../store/store.ts';
import { newPassword } from '../../workload/database-credentials.ts';
import { credentialOf } from '../../workload/index.ts';
import type { ServerAccess } from '../server/index.ts';
import { runIn, spokenDatabase } from './open-database.ts';

interface SessionParts {
  readonly store: Store;
  readonly servers: Pick<ServerAccess, 'use'>;
}

/** A user of a database that lives as long as its session. */
export interface OpenedSession extends DatabaseAccount {
  readonly id: string;
  readonly password: string;
  /** Where the engine listens in its container. */
  readonly port: number;
  readonly expiresAt: number;
  /** What clients are told that reach it at an address, such as a port of this machine. */
  texts(at: DatabaseAddress): readonly ConnectionText[];
}

/** Writes a session down and makes its user; where that fails, nothing of it is left but what is swept up later. */
export async function openSession(
  parts: SessionParts,
  { serviceId, lifetimeMs }: { readonly serviceId: string; readonly lifetimeMs: number },
): Promise<OpenedSession> {
  const { store, servers } = parts;
  const database = spokenDatabase(store, serviceId);
  const { access, account, credentials } = database;
  const password = newPassword();
  const expiresAt = store.now() + lifetimeMs;
  const user = `${prefixOf(serviceId)}${randomBytes(6).toString('hex')}`;
  const id = store.write((tx) => {
    const made = newId('dbs', tx.now);
    const row = { id: made, service_id: serviceId, user, expires_at: expiresAt, ended_at: null };
    tx.database.run(sql.insertInto('database_session').values(row));
    return made;
  });
  const session = { name: user, credential: credentialOf(access.credentialForm, password), expiresAt };
  const { secrets } = credentials;
  try {
    const making = { database, servers, action: 'Making a user for a session' };
    const known = [session.credential, secrets.password, secrets.root];
    await runIn(making, access.openSession({ ...account, secrets }, session), known);
  } catch (error) {
    end(store, id);
    throw error;
  }
  const texts: OpenedSession['texts'] = (at) => access.texts(at, { ...account, user }, password);
  return { id, user, password, database: account.database, port: database.port, expiresAt, texts };
}

/** Ends a session: its user is dropped now, or, where its server cannot be reached, at the next contact. */
export async function closeSession(parts: SessionParts & { readonly log: Log }, id: string): Promise<void> {
  end(parts.store, id);
  await dropEnded(parts);
}

/** Whether any user waits to be dropped. */
export function hasEnded(store: Store): boolean {
  return endedSessions(store).length > 0;
}

/** Drops the users of sessions that ended or expired, on one server or on all. */
export async function dropEnded(
  parts: SessionParts & { readonly log: Log },
  serverId?: string,
): Promise<void> {
  const ended = endedSessions(parts.store).filter(
    (each) => serverId === undefined || each.server_id === serverId,
  );
  for (const [serviceId, rows] of Map.groupBy(ended, ({ service_id }) => service_id)) {
    try {
      await dropUsers(parts, serviceId);
      forget(parts.store, rows);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      parts.log.info('users of sessions stay for now', { service: serviceId, error: error.message });
    }
  }
}

/** Every user of ours in the engine whose session is not open, also one of which no row is left. */
async function dropUsers({ store, servers }: SessionParts, serviceId: string): Promise<void> {
  const database = spokenDatabase(store, serviceId);
  const { access, account, credentials } = database;
  const given = { ...account, secrets: credentials.secrets };
  const known = [given.secrets.password, given.secrets.root];
  const running = { database, servers, action: 'Dropping the users of ended sessions' };
  const prefix = prefixOf(serviceId);
  const found = await runIn(running, access.listSessions(given, prefix), known);
  const open = openUsers(store, serviceId);
  for (const name of found.split(/\s+/).filter((each) => each.startsWith(prefix) && !open.has(each))) {
    await runIn(running, access.closeSession(given, name), known);
  }
}

/** Lower-case, so that no engine changes it; of one service of this store alone. */
function prefixOf(serviceId: string): string {
  return `qs_${serviceId.slice(-8).toLowerCase()}_`;
}

function end(store: Store, id: string): void {
  store.write((tx) =>
    tx.database.run(
      sql
        .updateTable('database_session')
        .set({ ended_at: tx.now })
        .where('id', '=', id)
        .where('ended_at', 'is', null),
    ),
  );
}

function endedSessions(store: Store) {
  const now = store.now();
  return store.database.all(
    sql
      .selectFrom('database_session')
      .innerJoin('service', 'service.id', 'database_session.service_id')
      .select(['database_session.id', 'service_id', 'server_id'])
      .where((eb) => eb.or([eb('ended_at', 'is not', null), eb('expires_at', '<=', now)])),
  );
}

function openUsers(store: Store, serviceId: string): ReadonlySet<string> {
  const query = sql
    .selectFrom('database_session')
    .select('user')
    .where('service_id', '=', serviceId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', store.now());
  return new Set(store.database.all(query).map(({ user }) => user));
}

/** Only those that had ended before their users were looked for. */
function forget(store: Store, rows: readonly { readonly id: string }[]): void {
  const ids = rows.map(({ id }) => id);
  store.write((tx) => tx.database.run(sql.deleteFrom('database_session').where('id', 'in', ids)));
}
