import type { FoundWorkload } from '#shared/contract/found.ts';
import type { FoundContext } from './context.ts';
import { foundIn } from './group.ts';

/**
 * What runs on a server and is no service of anybody's. For ten minutes after it the change feed says (kind `docker`) when
 * something of it changed.
 */
export async function listFound(context: FoundContext, serverId: string): Promise<FoundWorkload[]> {
  const { lookAround } = await import('./look.ts');
  const looked = await context.servers.use(
    serverId,
    (connection) => lookAround(connection, context.store),
    context.signal,
  );
  context.servers.watchDocker(serverId);
  return foundIn(looked);
}
