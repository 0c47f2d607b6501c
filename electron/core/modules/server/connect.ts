import type { ServerConnection } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ServerContext } from './context.ts';

/** Connects if it can; why it could not is left in the connection's state. */
export const connectQuietly = async (context: ServerContext, serverId: string): Promise<void> => {
  try {
    await context.servers.use(serverId, async () => undefined, context.signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

/**
 * Connects now, whatever the back-off says, anew where the connection does not answer, and answers the state with what
 * stands in the way. A changed host key is refused again, before anything is sent.
 */
export const connectServer = async (context: ServerContext, serverId: string): Promise<ServerConnection> => {
  const { servers } = context;
  const isDown = servers.connectionOf(serverId).state === 'down';
  if (isDown || servers.freshness.isTroubled(serverId)) servers.reset(serverId);
  await connectQuietly(context, serverId);
  return servers.connectionOf(serverId);
};
