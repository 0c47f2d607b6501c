import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { StandardRPCSerializer } from '@orpc/client/standard';
import { RequestHeadersPlugin } from '@orpc/server/plugins';
import { StandardHandler, StandardRPCCodec, StandardRPCMatcher } from '@orpc/server/standard';
import { WsHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { OpenCore, Session } from '#core/open-core.ts';
import { router } from '#core/router.ts';
import type { RequestContext } from '#core/rpc/index.ts';
import { PlainJsonSerializer } from '#core/rpc/plain-json.ts';
import { keepAlive } from './heartbeat.ts';
import { socketProtocol } from './sub-protocols.ts';

/** Bytes of one message, as for REST. */
const messageLimit = 4 * 1024 * 1024;
const goingAway = 1001;

/** The WebSocket side of the host. */
export interface Sockets {
  /** Completes an upgrade that was authenticated before, and serves it in that session. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, session: Session): void;
  readonly count: number;
  /** Those of them on which nobody is signed in. */
  anonymous(): number;
  /** Says good-bye to every client and resolves when all are gone, by force after a second. */
  close(): Promise<void>;
}

/** Serves the core's router on WebSockets. */
export const createSockets = (core: OpenCore, heartbeatMs: number): Sockets => {
  const codec = new StandardRPCCodec(new StandardRPCSerializer(new PlainJsonSerializer()));
  const handler = new WsHandler(
    new StandardHandler<RequestContext>(router, new StandardRPCMatcher(), codec, {
      ...core.handlerOptions,
      plugins: [new RequestHeadersPlugin()],
    }),
  );
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageLimit,
    perMessageDeflate: false,
    handleProtocols: () => socketProtocol,
  });
  const { log } = core.services.host;
  const stopHeartbeat = keepAlive(server.clients, heartbeatMs);
  const sessions = new Set<Session>();
  const serve = (socket: WebSocket, session: Session): void => {
    const { context } = session;
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
    socket.on('error', (error) => log.warn('socket failed', { reason: error.message }));
    handler.upgrade(socket, { context }).catch((error: unknown) => {
      log.error('socket could not be served', { error: String(error) });
      socket.terminate();
    });
  };
  return {
    accept: (request, socket, head, session) =>
      server.handleUpgrade(request, socket, head, (opened) => serve(opened, session)),
    anonymous: () =>
      [...sessions].filter(({ context }) => context.connection.identity.type === 'nobody').length,
    get count() {
      return server.clients.size;
    },
    close: async () => {
      stopHeartbeat();
      const gone = [...server.clients].map(
        (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
      );
      for (const client of server.clients) client.close(goingAway, 'the host stops');
      const force = setTimeout(() => {
        for (const client of server.clients) client.terminate();
      }, 1_000);
      await Promise.all(gone);
      clearTimeout(force);
      server.close();
    },
  };
};
