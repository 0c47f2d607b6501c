import { singularOf } from './node-words.ts';

/** Why a server could not be reached. `host-key` is a hard stop: nothing is retried until somebody re-pins. */
export type UnreachableReason = 'dns' | 'refused' | 'timeout' | 'auth' | 'host-key' | 'closed';

/** What of the product takes the cause of a failure away: a set-up of the server, or a registry of the organization. */
export const cures = ['setup', 'registry'] as const;
export type Cure = (typeof cures)[number];

/** One problem of one field of an input; `path` is dotted, `''` for the input as a whole. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** The data each error code carries to the caller. Nothing secret and no full command ever goes in. */
export interface AppErrorData {
  INVALID_INPUT: { readonly issues: readonly InputIssue[] };
  UNAUTHENTICATED: { readonly reason: string };
  FORBIDDEN: {
    readonly permission: string;
    readonly nodeId?: string | undefined;
    readonly wouldGrant: string;
  };
  /** `field` and `cure`: where a name stood that names nothing there, and what may stand there, a sentence. */
  NOT_FOUND: {
    readonly kind: string;
    readonly id: string;
    readonly field?: string | undefined;
    readonly cure?: string | undefined;
  };
  CONFLICT: { readonly field: string; readonly reason: string };
  BUSY: { readonly by: string; readonly since?: string | undefined };
  UNREACHABLE: {
    readonly server: string;
    readonly reason: UnreachableReason;
    readonly detail?: string | undefined;
    /** For `host-key`: `SHA256:…` as pinned and as offered. */
    readonly pinned?: string | undefined;
    readonly offered?: string | undefined;
  };
  REMOTE_FAILED: {
    readonly server: string;
    readonly action: string;
    readonly exitCode?: number | undefined;
    /** The last lines of the command's standard error, at most 2,000 characters. */
    readonly stderr?: string | undefined;
    /** What to do about it, in a sentence. */
    readonly cure?: string | undefined;
    /** What of the product cures it, where it has that. */
    readonly curedBy?: Cure | undefined;
    /** It may be over by itself, as where Docker is starting: what is under way waits for that. */
    readonly isPassing?: boolean | undefined;
  };
  CANCELLED: { readonly what: string };
  /**
   * `limit` is absent where it has no number that the product sets, such as a full disk. `retryAt`: from this instant
   * (ISO 8601) on it is worth trying again. `cure`: what makes room before, a sentence.
   */
  LIMIT: {
    readonly what: string;
    readonly limit?: number | undefined;
    readonly retryAt?: string | undefined;
    readonly cure?: string | undefined;
  };
}

export type AppErrorCode = keyof AppErrorData;

/** HTTP status of each code, as sent by the REST interface. */
export const errorStatus: Readonly<Record<AppErrorCode, number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  BUSY: 423,
  UNREACHABLE: 502,
  REMOTE_FAILED: 502,
  CANCELLED: 499,
  LIMIT: 429,
};

const unreachableText: Readonly<Record<UnreachableReason, string>> = {
  dns: 'its host name does not resolve; check the address',
  refused: 'the connection was refused; check the port and that sshd runs',
  timeout: 'it did not answer in time; check the address, the network and the firewall',
  auth: 'it accepted none of the keys offered for this user; check the user and the key',
  'host-key': 'its host key is not the pinned one; compare fingerprints before trusting it again',
  closed: 'the connection was closed',
};

const describe: {
  readonly [C in AppErrorCode]: (data: AppErrorData[C]) => string;
} = {
  INVALID_INPUT: ({ issues }) =>
    issues.map((i) => (i.path ? `${i.path}: ${i.message}` : i.message)).join('; '),
  UNAUTHENTICATED: ({ reason }) => reason,
  FORBIDDEN: ({ permission, wouldGrant }) => `${permission} is refused. ${wouldGrant}`,
  NOT_FOUND: ({ kind, id, cure }) => `There is no ${singularOf(kind)} ${id}.${cure ? ` ${cure}` : ''}`,
  CONFLICT: ({ field, reason }) => (field ? `${field}: ${reason}` : reason),
  BUSY: ({ by, since }) => `In use by ${by}${since ? ` since ${since}` : ''}.`,
  UNREACHABLE: ({ server, reason, detail, pinned, offered }) => {
    const keys = pinned && offered ? `pinned ${pinned}, offered ${offered}` : '';
    const more = [keys, detail].filter(Boolean).join('; ');
    return `${server} cannot be reached: ${unreachableText[reason]}${more ? ` (${more})` : ''}.`;
  },
  REMOTE_FAILED: ({ server, action, exitCode, stderr, cure }) => {
    const said = stderr?.trim();
    const what = `${action} failed on ${server}${exitCode === undefined ? '' : ` with exit code ${exitCode}`}.`;
    const answer = [what, said].filter(Boolean).join(' ');
    return [answer, cure].filter(Boolean).join(said?.includes('\n') ? '\n' : ' ');
  },
  CANCELLED: ({ what }) => `${what} was cancelled.`,
  LIMIT: ({ what, limit, retryAt, cure }) =>
    [
      limit === undefined ? `${what}.` : `${what}: the limit is ${limit}.`,
      cure ?? '',
      retryAt ? `Try again at ${retryAt}.` : '',
    ]
      .filter(Boolean)
      .join(' '),
};

/**
 * The only error that reaches a person: a code of this file with its typed data. Whatever else is thrown is
 * a bug; `core/rpc` masks it and logs it under an incident id.
 */
export class AppError<C extends AppErrorCode = AppErrorCode> extends Error {
  override readonly name = 'AppError';
  readonly code: C;
  readonly data: AppErrorData[C];

  constructor(code: C, data: AppErrorData[C], options?: ErrorOptions) {
    super(describe[code](data), options);
    this.code = code;
    this.data = data;
  }
}

/** Narrows an unknown failure to an AppError of the given code. */
export const isAppError = <C extends AppErrorCode>(error: unknown, code: C): error is AppError<C> =>
  error instanceof AppError && (error.code as AppErrorCode) === code;
