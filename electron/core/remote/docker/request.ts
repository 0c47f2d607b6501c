import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { withDeadline } from '../ssh/deadline.ts';
import { timedOut, unreachable } from '../ssh/failure.ts';

/** What a query parameter may be; objects travel as JSON, as Docker's filters do, undefined not at all. */
export type QueryValue = string | number | boolean | object | undefined;

/** One call of Docker's API. `path` comes without version; ids in it are the caller's to encode (`part`). */
export interface DockerRequest {
  /** What the person wanted, as the beginning of a sentence. */
  readonly action: string;
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'HEAD';
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Until the answer is complete, or for streams until it begins; 30 s unless said. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Wire {
  readonly server: string;
  readonly agent: Agent;
  /** Put before the path: `/v1.41`, or nothing for the version-less ping. */
  readonly prefix: string;
}

export const requestTimeoutMs = 30_000;

const queryText = (query: DockerRequest['query'] = {}): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    parameters.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const text = parameters.toString();
  return text && `?${text}`;
};

/** One segment of a path: whatever an id or a name holds, it stays a single segment. */
export const part = (text: string): string =>
  encodeURIComponent(text).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));

const bodyOf = (request: DockerRequest) => {
  if (request.body === undefined) return { text: undefined, headers: { 'content-length': '0' } };
  const text = JSON.stringify(request.body);
  const length = String(Buffer.byteLength(text));
  return { text, headers: { 'content-type': 'application/json', 'content-length': length } };
};

interface Exchange {
  readonly response: IncomingMessage;
  /** Set when the server switched protocols: the raw stream, and what it sent already. */
  readonly upgraded?: { readonly stream: Duplex; readonly head: Buffer };
}

const exchangeOnce = (wire: Wire, request: DockerRequest, isUpgrade: boolean): Promise<Exchange> => {
  const { server, agent, prefix } = wire;
  const { timeoutMs = requestTimeoutMs, signal, action } = request;
  const body = bodyOf(request);
  const onTimeout = () => timedOut(server, `${action}: Docker did not answer within ${timeoutMs / 1000} s`);
  return withDeadline<Exchange>({ timeoutMs, signal, what: action, onTimeout }, (resolve, reject) => {
    const outgoing = httpRequest({
      agent,
      method: request.method ?? 'GET',
      path: `${prefix}${request.path}${queryText(request.query)}`,
      headers: {
        host: 'docker',
        ...body.headers,
        ...(isUpgrade ? { connection: 'Upgrade', upgrade: 'tcp' } : {}),
        ...request.headers,
      },
    });
    outgoing.once('response', (response) => resolve({ response }));
    outgoing.once('upgrade', (response, stream, head) => resolve({ response, upgraded: { stream, head } }));
    outgoing.on('error', (error) => reject(Object.assign(error, { wasReused: outgoing.reusedSocket })));
    outgoing.end(body.text);
    return () => outgoing.destroy();
  });
};

const isStale = (error: unknown, request: DockerRequest): boolean =>
  (request.method ?? 'GET') === 'GET' &&
  (error as { wasReused?: boolean }).wasReused === true &&
  (error as { code?: string }).code === 'ECONNRESET';

/** Sends a request and resolves when the answer begins. A kept-alive stream that died unseen is tried anew. */
export const exchange = async (wire: Wire, request: DockerRequest, isUpgrade = false): Promise<Exchange> => {
  try {
    return await exchangeOnce(wire, request, isUpgrade);
  } catch (error) {
    if (isStale(error, request)) return exchange(wire, request, isUpgrade);
    throw unreachable(wire.server, error);
  }
};
