import type { ServerResponse } from 'node:http';
import { AppError, type AppErrorCode, type AppErrorData, errorStatus } from '#shared/model/errors.ts';
import { securityHeaders } from './security-headers.ts';

/** An error of the REST interface: RFC 9457, with our code and its typed data. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly data: unknown;
}

const titles: Readonly<Record<AppErrorCode | 'INTERNAL', string>> = {
  INVALID_INPUT: 'The request is not valid',
  UNAUTHENTICATED: 'Nobody is signed in',
  FORBIDDEN: 'A permission is missing',
  NOT_FOUND: 'There is no such thing',
  CONFLICT: 'It clashes with what is there',
  BUSY: 'Somebody else uses it',
  UNREACHABLE: 'A server cannot be reached',
  REMOTE_FAILED: 'An action on a server failed',
  CANCELLED: 'It was cancelled',
  LIMIT: 'A limit was reached',
  INTERNAL: 'A bug of Quayside',
};

export const isKnownCode = (code: string): code is keyof typeof titles => Object.hasOwn(titles, code);

/** A problem with one of our codes. */
export const problem = (parts: {
  code: AppErrorCode | 'INTERNAL';
  status: number;
  detail: string;
  data: unknown;
}): Problem => ({
  type: `urn:quayside:problem:${parts.code}`,
  title: titles[parts.code],
  status: parts.status,
  detail: parts.detail,
  code: parts.code,
  data: parts.data,
});

/** The problem of a failure that the transport itself found; `status` where HTTP has a better one. */
export const problemFor = <C extends AppErrorCode>(
  code: C,
  data: AppErrorData[C],
  status: number = errorStatus[code],
): Problem => problem({ code, status, detail: new AppError(code, data).message, data });

export const invalidRequest = (message: string, status = 400): Problem =>
  problemFor('INVALID_INPUT', { issues: [{ path: '', message }] }, status);

/** Sends a problem and ends the response. A HEAD request gets the head alone. */
export const sendProblem = (
  response: ServerResponse,
  sent: Problem,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const body = JSON.stringify(sent);
  response.writeHead(sent.status, {
    ...securityHeaders,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
};
