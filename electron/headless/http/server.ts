import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { OpenCore, Session } from '#core/open-core.ts';
import { isLoopback } from '#shared/model/loopback.ts';
import { offerOf } from '../socket/sub-protocols.ts';
import { createAdmission } from './admission.ts';
import { Connections } from './connections.ts';
import { cutSlowBody } from './cut-slow-body.ts';
import { endInParts } from './end-in-parts.ts';
import { objectionTo, unauthenticated } from './gate.ts';
import { createTakeDelivery, hooksPath } from './hooks.ts';
import { createLazyParts } from './lazy-parts.ts';
import { createServer } from './node-http.ts';
import { openFilesLimit } from './open-files.ts';
import { allowedHosts } from './origins.ts';
import { invalidRequest, problemFor, sendProblem } from './problem.ts';
import { refuseConnection } from './refuse-connection.ts';
import { parseRequestTarget, type RequestTarget } from './request-target.ts';
import { securityHeaders } from './security-headers.ts';
import { findStaticFile, type StaticFiles, sendStaticFile } from './static-files.ts';
import { bearerOf, type IsToken } from './token.ts';
import { Turns } from './turns.ts';

/** How long a client may take, in milliseconds. */
export interface Limits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly heartbeatMs: number;
  /** How long a client may leave what was sent to it unread. */
  readonly unreadMs: number;
  /** What unfinished answers get when the host stops. */
  readonly stopMs: number;
}

export const defaultLimits: Limits = {
  headersMs: 8_000,
  requestMs: 30_000,
  heartbeatMs: 15_000,
  unreadMs: 10_000,
  stopMs: 5_000,
};

export interface HttpHost {
  readonly port: number;
  /** Loads what the first request would otherwise wait for. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly core: OpenCore;
  readonly isToken: IsToken;
  readonly staticFiles: StaticFiles;
  readonly address: string;
  readonly port: number;
  readonly limits?: Limits;
}

const api = '/api/v1';
const socketLimit = 256;

/** Files and sockets that are left for the store, the servers and what else the host has open. */
const reservedFiles = 256;
const connectionLimit = Math.max(64, Math.min(1_024, openFilesLimit() - reservedFiles));
/** Connections on which nobody has come in, of all addresses together. */
const strangerLimit = Math.floor(connectionLimit / 4);

const noBearer = unauthenticated('Send a token as `Authorization: Bearer …`, or open the sign-in link.');
const noOffer = unauthenticated('offer the sub-protocols quayside and token.<token>');

/** Windows in which nobody is signed in. */
const anonymousLimit = 64;
/** What all those get together whom nobody knows: enough for a crowd at the sign-in page, and for no mischief. */
const strangerTurns = { most: 100, perSecond: 50, waiting: 32 };

const tooMany = problemFor('LIMIT', {
  what: 'Requests without signing in that wait for their turn',
  limit: strangerTurns.waiting,
});

/** Behind a tunnel or a proxy everybody has the address of this machine: there each connection counts for itself. */
const laneOf = (socket: Socket): unknown => {
  const address = socket.remoteAddress ?? '';
  return isLoopback(address) ? socket : address;
};

const isSignedIn = ({ context }: Session): boolean => context.connection.identity.type !== 'nobody';

const sendText = (response: ServerResponse, type: string, text: string): void => {
  const bytes = Buffer.from(text);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': 'no-store',
  });
  if (response.req.method === 'HEAD') response.end();
  else endInParts(response, bytes);
};

const listen = (server: Server, address: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Answers requests: renderer, REST and health on HTTP, the router on `/rpc`. Resolves when it listens. */
export const startHttp = async (parts: Parts): Promise<HttpHost> => {
  const { core, isToken, staticFiles, address, limits = defaultLimits } = parts;
  const { log } = core.services.host;
  const admit = createAdmission(core, isToken);
  const connections = new Connections({ strangers: strangerLimit, unreadMs: limits.unreadMs });
  const turns = new Turns(strangerTurns);
  const lazy = createLazyParts(core, limits.heartbeatMs);
  const stopping = new AbortController();
  let hosts: ReadonlySet<string> = new Set();
  const { hooksAt } = core.services.host;
  /** The public name is one for webhooks alone: no page and no call is answered by it. */
  const hostsFor = (target: RequestTarget | undefined): ReadonlySet<string> =>
    hooksAt !== undefined && target?.path.startsWith(hooksPath)
      ? new Set([...hosts, new URL(hooksAt).host])
      : hosts;
  const takeDelivery = createTakeDelivery({
    webhooks: core.services.autoDeploys.webhooks,
    withinMs: limits.headersMs,
    takeTurn: (socket) => turns.take(laneOf(socket)),
  });

  const answerApi = async (
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
  ): Promise<void> => {
    const { path } = target;
    if (path === `${api}/openapi.json` && (request.method === 'GET' || request.method === 'HEAD')) {
      sendText(response, 'application/json', await lazy.openApi());
      return;
    }
    const { authorization } = request.headers;
    const bearer = bearerOf(authorization);
    const isOther = authorization !== undefined && bearer === undefined;
    const admitted = isOther ? { problem: noBearer } : admit(request, 'http', bearer);
    if ('problem' in admitted) {
      sendProblem(response, admitted.problem, { 'www-authenticate': 'Bearer', connection: 'close' });
      return;
    }
    const { session } = admitted;
    if (!isSignedIn(session)) cutSlowBody(request, limits.headersMs);
    if (isSignedIn(session)) connections.vouch(request.socket);
    else if (!(await turns.take(laneOf(request.socket)))) {
      sendProblem(response, tooMany, { 'retry-after': '1', connection: 'close' });
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const below = { path: path.slice(api.length) || '/', search: target.search };
    const rest = await lazy.rest();
    await rest(request, response, { target: below, session, signal: gone.signal, stopping: stopping.signal });
  };

  const answerPage = async (
    request: IncomingMessage,
    response: ServerResponse,
    { path }: RequestTarget,
  ): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const headers = { allow: 'GET, HEAD', connection: 'close' };
      sendProblem(response, invalidRequest('the method must be GET', 405), headers);
      return;
    }
    const file = findStaticFile(staticFiles, path, request.headers.accept);
    if (file) await sendStaticFile(request, response, file);
    else sendProblem(response, problemFor('NOT_FOUND', { kind: 'page', id: path }));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = parseRequestTarget(request.url);
    const wrong = objectionTo(request, target, hostsFor(target));
    if (wrong || !target) {
      sendProblem(response, wrong ?? noBearer, { connection: 'close' });
      return;
    }
    const { path } = target;
    if (path === '/rpc') {
      const headers = { upgrade: 'websocket', connection: 'close' };
      sendProblem(response, invalidRequest('this address speaks WebSocket', 426), headers);
    } else if (path === '/healthz') sendText(response, 'application/json', '{"status":"ok"}');
    else if (path.startsWith(hooksPath)) await takeDelivery(request, response, path);
    else if (path === api || path.startsWith(`${api}/`)) await answerApi(request, response, target);
    else if (path === '/api') await answerPage(request, response, target);
    else if (path.startsWith('/api/')) {
      sendProblem(response, problemFor('NOT_FOUND', { kind: 'path', id: path }), { connection: 'close' });
    } else await answerPage(request, response, target);
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const target = parseRequestTarget(request.url);
    const wrong = objectionTo(request, target, hosts);
    if (wrong) return refuseConnection(socket, wrong);
    if (target?.path !== '/rpc') {
      return refuseConnection(socket, problemFor('NOT_FOUND', { kind: 'path', id: target?.path ?? '' }));
    }
    if (request.headers.origin === undefined) {
      return refuseConnection(socket, unauthenticated('an upgrade must name its origin', 403));
    }
    const offer = offerOf(request.headers['sec-websocket-protocol']);
    if (!offer) return refuseConnection(socket, noOffer);
    const admitted = admit(request, 'websocket', offer.token);
    if ('problem' in admitted) return refuseConnection(socket, admitted.problem);
    const lane = laneOf(request.socket);
    if (!isSignedIn(admitted.session) && !(await turns.take(lane))) return refuseConnection(socket, tooMany);
    // Sockets are bounded on their own from here.
    connections.vouch(socket);
    const sockets = await lazy.sockets();
    if (sockets.anonymous() >= anonymousLimit) sockets.dropOldestStranger();
    if (stopping.signal.aborted || sockets.count >= socketLimit) {
      return refuseConnection(socket, problemFor('LIMIT', { what: 'Open windows', limit: socketLimit }, 503));
    }
    sockets.accept(request, socket, head, { session: admitted.session, turn: () => turns.take(lane) });
  };

  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
    },
    (request, response) => {
      if (stopping.signal.aborted) response.setHeader('connection', 'close');
      answer(request, response).catch((error: unknown) => {
        log.error('request failed', { stack: error instanceof Error ? error.stack : String(error) });
        response.destroy();
      });
    },
  );
  server.maxConnections = connectionLimit;
  server.on('connection', (socket: Socket) => connections.add(socket));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log.error('upgrade failed', { stack: error instanceof Error ? error.stack : String(error) });
      socket.destroy();
    });
  });
  server.on('connect', (_, socket: Duplex) => refuseConnection(socket, invalidRequest('no proxy here', 405)));
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400;
    refuseConnection(socket, invalidRequest('the request is not valid HTTP, or came too slowly', status));
  });

  const port = await listen(server, address, parts.port);
  hosts = allowedHosts(address, port);

  return {
    port,
    warmUp: async () => {
      await lazy.rest();
      await lazy.sockets();
    },
    close: async () => {
      stopping.abort();
      turns.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const force = setTimeout(() => server.closeAllConnections(), limits.stopMs);
      await lazy.closeSockets();
      server.closeIdleConnections();
      await closed;
      clearTimeout(force);
      connections.close();
    },
  };
};
