import type { Store } from '../store/store.ts';
import type { AuditedTransaction } from './audit.ts';
import type { Caller, Transport, Who } from './caller.ts';

/** An API key that was let in, with what its limits leave it after this request. */
export interface AdmittedKey {
  readonly whoAsks: () => Who;
  readonly allowance: {
    readonly isAllowed: boolean;
    readonly limit?: number;
    readonly remaining?: number;
    readonly resetSeconds?: number | undefined;
  };
  /** What is limited, in words. */
  readonly label: string;
}

/**
 * Whom a connection speaks for. The operator holds the host's own token, or sits at the desktop: they act as the
 * store's first account for as long as that has no password.
 */
export type Identity =
  | { readonly type: 'operator' }
  | { readonly type: 'session'; readonly sessionId: string }
  | { readonly type: 'key'; readonly bearer: AdmittedKey }
  /** This process itself speaks for an account. */
  | { readonly type: 'account'; readonly accountId: string }
  | { readonly type: 'nobody' };

/** One connection of a client; over REST each request is one. Signing in and out changes whom it speaks for. */
export interface Connection {
  readonly id: string;
  readonly transport: Transport;
  /** Where the client is, as far as the transport knows; `''` in this process. */
  readonly address: string;
  /** What the client says that it is. */
  readonly agent: string;
  identity: Identity;
}

/** What a transport hands over with each request. */
export interface RequestContext {
  readonly store: Store;
  readonly connection: Connection;
  /** Asked anew at each request, so that a first run or a removal takes effect at once. */
  readonly whoAsks: () => Caller;
  /** Set by oRPC's RequestHeadersPlugin; `idempotency-key` and `x-stream-id` are read from it. */
  readonly reqHeaders?: Headers;
}

/** What a handler gets: the request's context plus what the middleware established. */
export interface OperationContext extends RequestContext {
  readonly caller: Caller;
  /** Dotted name, such as `service.create`. */
  readonly operation: string;
  /** Aborts when the caller goes away, or loses the permission to a stream. */
  readonly signal: AbortSignal;
  /**
   * Refuses whoever may not call this any more. A handler that waited is judged so before its first write, but one that
   * acts on servers calls it itself, before each thing that it does there.
   */
  judgeAgain(): void;
  /** Runs a change and writes its audit event in the same transaction. */
  write<T>(change: (tx: AuditedTransaction) => T): T;
  /**
   * Runs work that ends in a `write` and answers what that gives. A repeat whose first attempt was killed after the write
   * gets that result, and none of the work (checks that would meet their own change, what is done on servers) runs again.
   */
  doOnce<T>(work: () => Promise<T>): Promise<T>;
}
