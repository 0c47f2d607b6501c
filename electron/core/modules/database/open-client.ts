import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { AppError } from '#shared/model/errors.ts';
import { type Opening, openOrAttach, type TerminalContext } from '../terminal/index.ts';
import type { DatabaseContext } from './context.ts';
import { containerOf, type KnownDatabase, spokenDatabase } from './open-database.ts';
import { settleIfReached } from './password.ts';

type ClientContext = DatabaseContext & TerminalContext;

interface Wanted extends Opening {
  readonly serviceId: string;
  readonly serverId: string;
}

/**
 * Opens the engine's own client in the container of a database. Its password goes by the program's environment. CONFLICT for
 * another server than the database's, and where nothing of it runs or nothing is known of its image.
 */
export async function openDatabaseClient(
  context: ClientContext,
  input: Wanted,
): Promise<AsyncGenerator<TerminalEvent, void>> {
  const { serviceId, serverId } = input;
  requireThere(spokenDatabase(context.store, serviceId), serverId);
  return openOrAttach(context, input, {
    place: { serverId, inside: serviceId, permission: 'docker.manage' },
    where: ' with the database’s own client',
    async start(connection) {
      await settleIfReached({ store: context.store, servers: context.databases.servers }, serviceId);
      const { access, account, credentials } = spokenDatabase(context.store, serviceId);
      const { command: argv, environment } = access.client({ ...account, secrets: credentials.secrets });
      const containerId = await containerOf(connection, serviceId);
      context.judgeAgain();
      const { watchedRuntime } = await import('../../workload/index.ts');
      return watchedRuntime.exec(connection, containerId, input, { argv, environment });
    },
  });
}

/** Else somebody would open it by the right to another server's containers. */
function requireThere({ serverId }: KnownDatabase, named: string): void {
  if (serverId === named) return;
  const reason = serverId === null ? 'the database is on no server yet' : 'the database is on another server';
  throw new AppError('CONFLICT', { field: 'serverId', reason });
}
