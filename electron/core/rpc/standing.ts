import type { ProcedureMeta } from '#shared/contract/resource.ts';
import type { Caller } from './caller.ts';
import type { RequestContext } from './context.ts';
import { requireSame } from './who-may-ask.ts';

interface Judged {
  readonly sessions: { onChange(listener: () => void): () => void };
  readonly context: RequestContext;
  /** Who began it. */
  readonly caller: Caller;
  readonly meta: ProcedureMeta;
  /** Throws where the caller may not. */
  readonly decide: () => unknown;
}

/** Whether whoever began an operation may still go on with it. */
export class Standing {
  readonly #judged: Judged;
  /** Whether anybody's access changed since the last decision that the operation relied on. */
  #isStale = false;

  constructor(judged: Judged) {
    this.#judged = judged;
  }

  /** Calls back when access or a session changed; answers how to stop. */
  onChange(listener: () => void): () => void {
    const { context, sessions } = this.#judged;
    const stops = [context.store.access.onChange(listener), sessions.onChange(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Refuses what would be refused were it asked for now. */
  require(): void {
    const { context, caller, meta, decide } = this.#judged;
    requireSame(caller, context.whoAsks(), meta);
    decide();
  }

  /** The same during `watch`, at no cost as long as nothing changed, nor any grant ended. */
  requireAgain(): void {
    this.#judged.context.store.access.advance();
    if (this.#isStale) this.require();
  }

  /** Keeps an eye on changes while work goes on. */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    const stop = this.onChange(() => {
      this.#isStale = true;
    });
    try {
      return await work();
    } finally {
      stop();
    }
  }
}
