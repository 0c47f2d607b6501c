import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProviderReturn } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';

const path = '/oidc/callback';
const patienceMs = 10_000;

/** A listener for one answer of one sign-in. Source: RFC 8252 7.3. */
export interface Loopback {
  /** Where the provider is to send the browser. */
  readonly redirectUri: string;
  /** What came back; UNAUTHENTICATED after the deadline, CANCELLED once it was closed before. */
  readonly returned: Promise<ProviderReturn>;
  /** Stops listening; nothing happens the second time. */
  close(): void;
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const pageOf = (text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Quayside</title><h1>Quayside</h1><p>${text}</p></html>`;

interface Page {
  readonly status: number;
  readonly text: string;
  readonly allow?: string;
}

const send = (response: ServerResponse, { status, text, allow }: Page): void => {
  response.writeHead(status, { ...headers, ...(allow ? { allow } : {}) });
  response.end(pageOf(text));
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const valuesOf = ({ rawHeaders }: IncomingMessage, name: string): string[] =>
  rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);

/** Whether a browser goes here as a page of its own, where it says how it comes: no frame, no script, no picture. */
const isVisit = (request: IncomingMessage): boolean => {
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': dest = 'document' } = request.headers;
  return mode === 'navigate' && dest === 'document';
};

/** What the query says, each of it once; undefined where it is no answer. */
const parse = (query: string): ProviderReturn | undefined => {
  const parameters = new URLSearchParams(query);
  const names = ['state', 'code', 'iss', 'error'] as const;
  if (names.some((name) => parameters.getAll(name).length > 1)) return undefined;
  const [state, code, issuer, error] = names.map((name) => parameters.get(name) ?? undefined);
  return ProviderReturn.safeParse({ state, code, issuer, error }).data;
};

interface Expected {
  readonly host: string;
  readonly state: string;
  /** Takes the answer; false where there was one before. */
  accept(answer: ProviderReturn): boolean;
}

/** What a request gets to see; the right one is handed over. */
const judge = (request: IncomingMessage, { host, state, accept }: Expected): Page => {
  const hosts = valuesOf(request, 'host');
  if (hosts.length !== 1 || hosts[0] !== host) return { status: 421, text: 'Nobody of this name is here.' };
  const { url = '' } = request;
  const [asked = '', ...query] = url.split('?');
  if (asked !== path) return { status: 404, text: 'There is nothing here.' };
  if (request.method !== 'GET') return { status: 405, text: 'This page can only be visited.', allow: 'GET' };
  if (!isVisit(request)) return { status: 403, text: 'This page can only be visited.' };
  const answer = parse(query.join('?'));
  if (!answer || !isSame(answer.state, state)) {
    return { status: 400, text: 'This does not belong to the sign-in that Quayside waits for.' };
  }
  if (!accept(answer)) return { status: 410, text: 'This sign-in was answered before.' };
  const isIn = answer.error === undefined && answer.code !== undefined;
  return { status: 200, text: `${isIn ? '' : 'Nobody was signed in. '}You can go back to Quayside.` };
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve((server.address() as AddressInfo).port));
  });

const createListener = (): Server => {
  const limits = { headersTimeout: patienceMs, requestTimeout: patienceMs, maxHeaderSize: 16 * 1024 };
  const server = createServer(limits);
  server.maxConnections = 16;
  return server.unref();
};

/**
 * Listens on 127.0.0.1, on a port that the system chooses, until the answer with this `state` came, the deadline
 * passed, the signal aborted or somebody closes it. Whatever else asks is refused and ends nothing.
 */
export const openLoopback = async (parts: {
  state: string;
  deadlineMs: number;
  signal?: AbortSignal;
}): Promise<Loopback> => {
  const { state, deadlineMs, signal } = parts;
  const { promise, resolve, reject } = Promise.withResolvers<ProviderReturn>();
  // Whoever closes it may no longer wait for it.
  promise.catch(() => undefined);
  const server = createListener();
  const port = await listen(server);
  let isAnswered = false;
  const end = (error: AppError): void => {
    reject(error);
    clearTimeout(timer);
    signal?.removeEventListener('abort', close);
    server.close();
    server.closeAllConnections();
  };
  const close = (): void => end(new AppError('CANCELLED', { what: 'The sign-in in the browser' }));
  const late = new AppError('UNAUTHENTICATED', {
    reason: 'The browser did not come back in time. Begin anew.',
  });
  const timer = setTimeout(() => end(late), deadlineMs).unref();
  server.on('request', (request, response) => {
    const accept = (answer: ProviderReturn): boolean => {
      if (isAnswered) return false;
      isAnswered = true;
      server.close();
      response.once('close', close);
      resolve(answer);
      return true;
    };
    send(response, judge(request, { host: `127.0.0.1:${port}`, state, accept }));
  });
  signal?.addEventListener('abort', close);
  if (signal?.aborted) close();
  return { redirectUri: `http://127.0.0.1:${port}${path}`, returned: promise, close };
};
