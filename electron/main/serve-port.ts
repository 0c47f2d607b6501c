import { RPCHandler } from '@orpc/server/message-port';
import { RequestHeadersPlugin } from '@orpc/server/plugins';
import type { Core } from '#core/create-core.ts';

type ServedPort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/** Answers the calls that come through a port, as the person at this machine; each port is a session of its own. */
export const portServer = (core: Core): ((port: ServedPort) => void) => {
  const handler = new RPCHandler(core.router, {
    ...core.handlerOptions,
    plugins: [new RequestHeadersPlugin()],
  });
  return (port) => handler.upgrade(port, { context: core.openSession({ transport: 'port' }).context });
};
