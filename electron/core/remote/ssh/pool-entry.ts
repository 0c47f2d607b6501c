import { AppError, isAppError } from '#shared/model/errors.ts';
import { backoffMs } from './backoff.ts';
import { cancelled } from './failure.ts';
import type { SshConnection, SshTarget } from './types.ts';

/**
 * What is known of the way to one server. `stopped` is the hard stop after a host key that is not the pinned
 * one; only a reset leaves it. `since` and `retryAt` are epoch milliseconds.
 */
export interface ServerState {
  readonly status: 'idle' | 'connecting' | 'up' | 'down' | 'stopped';
  readonly since: number;
  readonly error?: AppError | undefined;
  readonly retryAt?: number | undefined;
}

export interface PoolEntryOptions {
  readonly resolve: () => Promise<SshTarget>;
  readonly connect: (target: SshTarget, options: { signal: AbortSignal }) => Promise<SshConnection>;
  readonly idleMs: number;
  readonly maxBackoffMs: number;
  readonly onState: (state: ServerState) => void;
}

/** A connection that ended sooner than this after it came up counts as one more failure in a row. */
const stableMs = 10_000;

const isHostKey = (error: unknown): boolean =>
  isAppError(error, 'UNREACHABLE') && (error as AppError<'UNREACHABLE'>).data.reason === 'host-key';

const abortable = <T>(work: Promise<T>, what: string, signal?: AbortSignal): Promise<T> => {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(cancelled(what));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** The one shared connection of a server with its users, holds, back-off and breaker. */
export class PoolEntry {
  readonly #options: PoolEntryOptions;
  #state: ServerState = { status: 'idle', since: Date.now() };
  #connection: SshConnection | undefined;
  #opening: Promise<SshConnection> | undefined;
  #abort = new AbortController();
  #users = 0;
  #holds = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PoolEntryOptions) {
    this.#options = options;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Counts a user and gives the open connection, opening it when nothing forbids. Pair with `release`. */
  async acquire(signal?: AbortSignal): Promise<SshConnection> {
    this.#users++;
    clearTimeout(this.#timer);
    try {
      return await abortable(this.#connected(), 'Waiting for the connection', signal);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  release(): void {
    this.#users--;
    this.#settle();
  }

  /** Keeps the connection up, reconnecting by itself, until the matching `unhold`. */
  hold(): void {
    this.#holds++;
    clearTimeout(this.#timer);
    this.#settle();
  }

  unhold(): void {
    this.#holds--;
    this.#settle();
  }

  /** Forgets connection, back-off and hard stop; a held server is connected anew. */
  reset(): void {
    this.#drop();
    this.#failures = 0;
    this.#enter({ status: 'idle' });
    this.#settle();
  }

  close(): void {
    this.#holds = 0;
    this.#drop();
    this.#enter({ status: 'idle' });
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#opening = undefined;
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  #enter(state: Omit<ServerState, 'since'>): void {
    if (state.status === 'idle' && this.#state.status === 'idle') return;
    this.#state = { ...state, since: Date.now() };
    this.#options.onState(this.#state);
  }

  #connected(): Promise<SshConnection> {
    if (this.#connection?.isOpen) return Promise.resolve(this.#connection);
    if (this.#opening) return this.#opening;
    const { error, status, retryAt = 0 } = this.#state;
    if (error && (status === 'stopped' || retryAt > Date.now())) return Promise.reject(error);
    return this.#open();
  }

  #open(): Promise<SshConnection> {
    const { signal } = this.#abort;
    this.#enter({ status: 'connecting' });
    const opening = this.#options
      .resolve()
      .then((target) => this.#options.connect(target, { signal }))
      .then(
        (connection) => this.#opened(connection, signal),
        (error) => this.#failed(error, signal),
      );
    this.#opening = opening;
    opening.catch(() => this.#settle());
    return opening;
  }

  #opened(connection: SshConnection, signal: AbortSignal): SshConnection {
    if (signal.aborted) {
      connection.close();
      throw cancelled(`Connecting to ${connection.label}`);
    }
    this.#opening = undefined;
    this.#connection = connection;
    this.#enter({ status: 'up' });
    const upSince = Date.now();
    void connection.ended.then((cause) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#failures = Date.now() - upSince < stableMs ? this.#failures : 0;
      const data = { server: connection.label, reason: 'closed', detail: cause } as const;
      this.#down(new AppError('UNREACHABLE', data));
      this.#settle();
    });
    return connection;
  }

  #failed(error: unknown, signal: AbortSignal): never {
    if (!signal.aborted) {
      this.#opening = undefined;
      if (error instanceof AppError) this.#down(error);
      else this.#enter({ status: 'idle' });
    }
    throw error;
  }

  #down(error: AppError): void {
    this.#failures++;
    const retryAt = Date.now() + backoffMs(this.#failures, this.#options.maxBackoffMs);
    this.#enter(isHostKey(error) ? { status: 'stopped', error } : { status: 'down', error, retryAt });
  }

  /** Plans what comes by itself: closing when unused, reconnecting when held. */
  #settle(): void {
    clearTimeout(this.#timer);
    if (this.#holds > 0) this.#reconnectWhenDown();
    else if (this.#users === 0 && this.#connection) this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    this.#timer = setTimeout(() => {
      this.#drop();
      this.#enter({ status: 'idle' });
    }, this.#options.idleMs);
  }

  #reconnectWhenDown(): void {
    if (this.#connection?.isOpen || this.#opening || this.#state.status === 'stopped') return;
    const waitMs = Math.max(0, (this.#state.retryAt ?? 0) - Date.now());
    this.#timer = setTimeout(() => {
      // not through the breaker: a timer may fire within the last millisecond of the wait, and would be refused
      if (this.#connection?.isOpen || this.#opening) return;
      this.#open().catch(() => undefined); // the state carries the failure and plans the next try
    }, waitMs);
  }
}
