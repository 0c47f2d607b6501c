import { RPCHandler } from '@orpc/server/message-port';
import { RequestHeadersPlugin } from '@orpc/server/plugins';
import type { Core } from '#core/create-core.ts';
import type { Session } from '#core/open-core.ts';

type ServedPort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/**
 * Answers the calls that come through a port, as the person at this machine until somebody signs in on it; each port
 * is a session of its own, of which `onOpened` is told.
 */
export const portServer = (
  core: Core,
  onOpened: (session: Session) => void = () => undefined,
): ((port: ServedPort) => void) => {
  const handler = new RPCHandler(core.router, {
    ...core.handlerOptions,
    plugins: [new RequestHeadersPlugin()],
  });
  return (port) => {
    const session = core.openSession({ transport: 'port' });
    onOpened(session);
    handler.upgrade(port, { context: session.context });
  };
};
