import type { UpdateOrder } from '../desired/desired.ts';

/** One version of a service, as a deployment asked for it. */
export interface Release {
  readonly serviceId: string;
  readonly deploymentId: string;
  readonly order: UpdateOrder;
}

/** One replica of a version, as its runtime tells of it. */
export interface Replica {
  readonly slot: number;
  /** What it is called where replicas are not all of one image. */
  readonly name?: string | undefined;
  readonly state: string;
  readonly message: string;
  readonly error: string | undefined;
  readonly exitCode: number | undefined;
  readonly containerId: string | undefined;
}

/** How a release stands, judged from one look at its server. */
export type Verdict =
  /** Replicas are on their way, or soak. `isSteady` = all run; the soak time is counted from there. */
  | { readonly kind: 'waiting'; readonly isSteady: boolean; readonly hint?: string | undefined }
  | { readonly kind: 'succeeded' }
  /** A replica of the new version failed and nothing goes back by itself. */
  | { readonly kind: 'failed'; readonly task: Replica | undefined; readonly why: string }
  /** The runtime is on its way back to the old version by itself. */
  | { readonly kind: 'rolling-back'; readonly task: Replica | undefined }
  | { readonly kind: 'rolled-back'; readonly task: Replica | undefined }
  /** The way back failed as well. */
  | { readonly kind: 'stuck'; readonly task: Replica | undefined; readonly why: string }
  | { readonly kind: 'gone' }
  /** Somebody else deployed over it. */
  | { readonly kind: 'replaced' };

/** One look at a release. */
export interface Standing {
  readonly verdict: Verdict;
  /** Those of this release, by their place. */
  readonly replicas: readonly Replica[];
  /** An old replica was stopped for it, so that the old version had to be started again. */
  readonly wasReplaced: boolean;
}

/**
 * Where a way back stands that was asked for. `started-again`: back, though of what stood beside its successor something had
 * been replaced in its place.
 */
export type WayBack = 'under-way' | 'back' | 'started-again' | 'stuck';

/** What a failed replica leaves behind. */
export interface LastWords {
  readonly lines: readonly string[];
  /** Its health check failed. An unhealthy one is stopped politely: its exit code 0 says nothing. */
  readonly isUnhealthy: boolean;
  readonly isOutOfMemory: boolean;
}

/** Nothing is left of it. */
export const nothingSaid: LastWords = { lines: [], isUnhealthy: false, isOutOfMemory: false };
