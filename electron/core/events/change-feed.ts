import type { Change } from '#shared/contract/changes.ts';

/** Whom a feed is for. */
export interface FeedReader {
  readonly isVisible: (change: Change) => boolean;
  /** Whose memberships elsewhere it tells of; null for a caller who is confined to one organization. */
  readonly accountId: string | null;
}

interface Subscriber extends FeedReader {
  readonly organizationId: string;
  pending: Map<string, Change>;
  wake: (() => void) | null;
}

/** Changes that one subscriber keeps at most; past that it is told to read everything again. */
const pendingLimit = 5_000;

/** Says after each commit what to read again; filtered for each subscriber, never data. */
export class ChangeFeed {
  readonly #subscribers = new Set<Subscriber>();

  /**
   * Takes what a commit changed, before the access index follows it; answers how to tell the subscribers once it
   * has. Whether a deletion concerns somebody is asked before, while the node is still there, the rest after.
   */
  prepare(organizationId: string, changes: readonly Change[]): () => void {
    const deleted = changes.filter(({ verb }) => verb === 'deleted');
    const others = changes.filter(({ verb }) => verb !== 'deleted');
    const concerned = [...this.#subscribers]
      .filter((subscriber) => subscriber.organizationId === organizationId)
      .map((subscriber) => ({ subscriber, seen: deleted.filter(subscriber.isVisible) }));
    return () => {
      for (const { subscriber, seen } of concerned) {
        this.#tell(subscriber, [...seen, ...others.filter(subscriber.isVisible)]);
      }
    };
  }

  /** Tells at once what no commit changed, such as the state of a server. */
  publish(organizationId: string, changes: readonly Change[]): void {
    this.prepare(organizationId, changes)();
  }

  /**
   * Tells people in the feeds of their other organizations that what they belong to is another, and nothing of what it
   * was: their session is to be read again. The feed of the organization itself has its own changes.
   */
  tellPeople(accountIds: ReadonlySet<string>, organizationId: string): void {
    if (accountIds.size === 0) return;
    for (const subscriber of this.#subscribers) {
      const { accountId } = subscriber;
      if (accountId === null || subscriber.organizationId === organizationId || !accountIds.has(accountId))
        continue;
      this.#tell(subscriber, [{ kind: 'session', nodeId: accountId, parentId: null, verb: 'updated' }]);
    }
  }

  #tell(subscriber: Subscriber, changes: readonly Change[]): void {
    const { organizationId } = subscriber;
    for (const change of changes) {
      subscriber.pending.set(`${change.kind}/${change.nodeId}/${change.verb}`, change);
    }
    if (subscriber.pending.size > pendingLimit) {
      const all: Change = { kind: 'organization', nodeId: organizationId, parentId: null, verb: 'updated' };
      subscriber.pending = new Map([['all', all]]);
    }
    if (subscriber.pending.size > 0) subscriber.wake?.();
  }

  /**
   * Batches of changes: an empty one at once (the feed is open), then whatever commits bring, and an empty
   * one each `heartbeatMs` of silence. Ends when the signal aborts.
   */
  async *watch(
    organizationId: string,
    reader: FeedReader,
    signal: AbortSignal,
    heartbeatMs = 20_000,
  ): AsyncGenerator<Change[], void> {
    const subscriber: Subscriber = { ...reader, organizationId, pending: new Map(), wake: null };
    this.#subscribers.add(subscriber);
    try {
      yield [];
      while (!signal.aborted) {
        if (subscriber.pending.size === 0) await untilWoken(subscriber, signal, heartbeatMs);
        const batch = [...subscriber.pending.values()];
        subscriber.pending.clear();
        if (!signal.aborted) yield batch;
      }
    } finally {
      this.#subscribers.delete(subscriber);
    }
  }
}

const untilWoken = (subscriber: Subscriber, signal: AbortSignal, timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      subscriber.wake = null;
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
    subscriber.wake = done;
  });
