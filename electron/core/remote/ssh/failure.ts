import { AppError, type UnreachableReason } from '#shared/model/errors.ts';

/** What ssh2 and the operating system put on an error; everything else about it is free text. */
interface TransportError {
  readonly message: string;
  readonly level?: string;
  readonly code?: string | number;
}

const byCode: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'timeout',
  ENETUNREACH: 'timeout',
  EHOSTDOWN: 'timeout',
};

const byLevel: Readonly<Record<string, UnreachableReason>> = {
  'client-authentication': 'auth',
  agent: 'auth',
  'client-timeout': 'timeout',
};

const byText: readonly (readonly [RegExp, UnreachableReason])[] = [
  [/authentication/i, 'auth'],
  [/name or service not known|name resolution|no address associated/i, 'dns'],
  [/connection refused/i, 'refused'],
  [/timed out|no route to host|unreachable/i, 'timeout'],
];

const reasonOf = (error: TransportError): UnreachableReason =>
  byCode[String(error.code)] ??
  byLevel[error.level ?? ''] ??
  byText.find(([pattern]) => pattern.test(error.message))?.[1] ??
  'closed';

/** One line, without control characters and at most 200 characters: a server's own words may be in it. */
export const plainDetail = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** A failure of the transport in the words of AppError; an AppError passes through unchanged. */
export const unreachable = (server: string, error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const cause = error instanceof Error ? (error as TransportError) : { message: String(error) };
  const detail = plainDetail(cause.message);
  return new AppError('UNREACHABLE', { server, reason: reasonOf(cause), detail }, { cause: error });
};

/** The error of a deadline of ours. */
export const timedOut = (server: string, detail: string): AppError =>
  new AppError('UNREACHABLE', { server, reason: 'timeout', detail });

/** The error of an aborted call. */
export const cancelled = (what: string): AppError => new AppError('CANCELLED', { what });
