import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { StandardRPCSerializer } from '@orpc/client/standard';
import { RequestHeadersPlugin } from '@orpc/server/plugins';
import { StandardHandler, StandardRPCCodec, StandardRPCMatcher } from '@orpc/server/standard';
import { WsHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { OpenCore, Session } from '#core/open-core.ts';
import type { CoreRouter } from '#core/router.ts';
import type { RequestContext } from '#core/rpc/index.ts';
import { PlainJsonSerializer } from '#core/rpc/plain-json.ts';
import { keepAlive } from './heartbeat.ts';
import { boundStranger, inTurn } from './strangers.ts';
import { socketProtocol } from './sub-protocols.ts';

/** Bytes of one message, as for REST. */
const messageLimit = 4 * 1024 * 1024;
const goingAway = 1001;
/** How long a client may take to answer that a socket is closed. */
const closeTimeoutMs = 5_000;
/** How often a socket is asked for a sign of life on which nobody is signed in. */
const strangerHeartbeatMs = 4_000;

/** In whose name a socket is served. */
export interface Served {
  readonly session: Session;
  readonly turn: () => Promise<boolean>;
}

/** The WebSocket side of the host. */
export interface Sockets {
  /**
   * Completes an upgrade that was authenticated before, and serves it in that session; `turn` is waited for before each
   * message while nobody is signed in on it.
   */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, served: Served): void;
  readonly count: number;
  /** Those of them on which nobody is signed in. */
  anonymous(): number;
  /** Ends the oldest of those, so that a newcomer can come in. */
  dropOldestStranger(): void;
  /** Says good-bye to every client and resolves when all are gone, by force after a second. */
  close(): Promise<void>;
}

/** Serves the core's router on WebSockets. */
export const createSockets = (core: OpenCore, router: CoreRouter, heartbeatMs: number): Sockets => {
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
    ...{ closeTimeout: closeTimeoutMs },
    handleProtocols: () => socketProtocol,
  });
  const { log } = core.services.host;
  // In the order in which they came.
  const sessions = new Map<WebSocket, Session>();
  const isStranger = ({ context }: Session): boolean => context.connection.identity.type === 'nobody';
  const strangers = (): WebSocket[] =>
    [...sessions].flatMap(([socket, session]) => (isStranger(session) ? [socket] : []));
  const stopHeartbeats = [
    keepAlive(() => server.clients, heartbeatMs),
    keepAlive(strangers, Math.min(strangerHeartbeatMs, heartbeatMs)),
  ];
  const serve = (socket: WebSocket, { session, turn }: Served): void => {
    const { context } = session;
    sessions.set(socket, session);
    socket.once('close', () => sessions.delete(socket));
    socket.on('error', (error) => log.warn('socket failed', { reason: error.message }));
    handler
      .upgrade(inTurn(socket, { isStranger: () => isStranger(session), turn }), { context })
      .catch((error: unknown) => {
        log.error('socket could not be served', { error: String(error) });
        socket.terminate();
      });
  };
  return {
    accept: (request, socket, head, served) => {
      boundStranger(socket, {
        isStranger: () => isStranger(served.session),
        now: core.services.host.now,
        tooMuch: () => log.warn('a socket sent too much before anybody signed in on it'),
      });
      server.handleUpgrade(request, socket, head, (opened) => serve(opened, served));
    },
    anonymous: () => strangers().length,
    dropOldestStranger: () => strangers()[0]?.terminate(),
    get count() {
      return server.clients.size;
    },
    close: async () => {
      for (const stop of stopHeartbeats) stop();
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
