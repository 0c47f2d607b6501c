import type { IncomingMessage, ServerResponse } from 'node:http';
import { StandardOpenAPIHandler } from '@orpc/openapi/standard';
import type { OpenCore, Session } from '#core/open-core.ts';
import type { CoreRouter } from '#core/router.ts';
import { mapError, type RequestContext } from '#core/rpc/index.ts';
import { endInParts } from '../http/end-in-parts.ts';
import { problemFor, sendProblem } from '../http/problem.ts';
import { RefusedRequest, readJson } from '../http/read-json.ts';
import type { RequestTarget } from '../http/request-target.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { refuseBeyondLimit } from './limit-key.ts';
import { locationOf } from './location.ts';
import { resolveNames } from './names.ts';
import { problemOf } from './problem-of.ts';
import { withoutEmpty } from './query.ts';
import { isAnonymousAt, methodsOf } from './route-table.ts';
import { sendEvents } from './send-events.ts';
import { sendFile, wantsFile } from './send-file.ts';

/** Bytes of a request body: room for a service's variables, not for mischief. */
const bodyLimit = 4 * 1024 * 1024;

/** The same where nobody is known: enough to sign in, or to register. */
const anonymousBodyLimit = 64 * 1024;

const notSignedIn = problemFor('UNAUTHENTICATED', {
  reason:
    'Nobody is signed in. Send a token as `Authorization: Bearer …`: the one that the host printed, an API key, or that of `session.signIn`.',
});

/** Answers one request below `/api/v1` in a session of its own; who asks was established before. */
export type Rest = (
  request: IncomingMessage,
  response: ServerResponse,
  parts: { target: RequestTarget; session: Session; signal: AbortSignal; stopping: AbortSignal },
) => Promise<void>;

const isStream = (body: unknown): body is AsyncIterable<unknown> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

const headersOf = (request: IncomingMessage): Headers =>
  new Headers(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith(':') ? [[name, value] as [string, string]] : [],
    ),
  );

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const bytes = Buffer.from(JSON.stringify(body ?? {}));
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
  });
  endInParts(response, bytes);
};

/** Refuses what is no operation before anything of it is read. */
const refuseUnknown = (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
  const methods = methodsOf(path);
  if (methods.includes(request.method ?? '')) return false;
  if (methods.length === 0) {
    sendProblem(response, problemFor('NOT_FOUND', { kind: 'path', id: path }), { connection: 'close' });
  } else {
    const issues = [{ path: '', message: `the method must be ${methods.join(' or ')}` }];
    const headers = { allow: methods.join(', '), connection: 'close' };
    sendProblem(response, problemFor('INVALID_INPUT', { issues }, 405), headers);
  }
  return true;
};

/** The REST interface over the core's router. */
export const createRest = (core: OpenCore, router: CoreRouter): Rest => {
  const { log } = core.services.host;
  const handler = new StandardOpenAPIHandler<RequestContext>(router, {
    clientInterceptors: [...core.handlerOptions.clientInterceptors, resolveNames],
    customErrorResponseBodyEncoder: problemOf,
  });
  const streamProblem = (error: unknown) =>
    problemOf(mapError(error instanceof Error && error.cause ? error.cause : error, log));

  return async (request, response, { target, session, signal, stopping }) => {
    if (refuseBeyondLimit(response, session.context)) return;
    try {
      const isKnown = session.context.whoAsks().accountId !== '';
      if (!isKnown && !isAnonymousAt(request.method ?? '', target.path)) {
        return sendProblem(response, notSignedIn, { 'www-authenticate': 'Bearer', connection: 'close' });
      }
      if (refuseUnknown(request, response, target.path)) return;
      const body = await readJson(request, isKnown ? bodyLimit : anonymousBodyLimit);
      const { response: answer } = await handler.handle(
        {
          method: request.method ?? 'GET',
          url: new URL(`http://quayside${target.path}${withoutEmpty(target.search)}`),
          headers: request.headers,
          body: async () => body,
          signal,
        },
        { context: { ...session.context, reqHeaders: headersOf(request) } },
      );
      if (!answer) sendProblem(response, problemFor('NOT_FOUND', { kind: 'path', id: target.path }));
      else if (isStream(answer.body)) {
        const ends = AbortSignal.any([signal, stopping]);
        if (wantsFile(request, target.path)) await sendFile(response, answer.body, ends);
        else await sendEvents(response, answer.body, { signal: ends, problemOf: streamProblem });
      } else {
        const location = answer.status === 201 ? locationOf(target.path, answer.body) : undefined;
        if (location !== undefined) response.setHeader('location', location);
        sendJson(response, answer.status, answer.body);
      }
    } catch (error) {
      if (error instanceof RefusedRequest) sendProblem(response, error.problem, { connection: 'close' });
      else if (!request.complete) response.destroy();
      else if (response.headersSent) response.destroy();
      else sendProblem(response, streamProblem(error));
    }
  };
};
