import { isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

const flushEveryMs = 3_000;

/** Remembers when and from where keys were used, and writes it down every few seconds, not with each request. */
export class KeyUses {
  readonly #store: Store;
  readonly #host: Host;
  readonly #uses = new Map<string, { at: number; from: string }>();
  #flushedAt = 0;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  note(id: string, from: string): void {
    this.#uses.set(id, { at: this.#host.now(), from });
  }

  /** Writes what was noted, unless that was done a moment ago; a failure leaves it for the next time. */
  flush(isLast = false): void {
    const elapsed = Math.abs(this.#host.now() - this.#flushedAt);
    if (this.#uses.size === 0 || (!isLast && elapsed < flushEveryMs)) return;
    this.#flushedAt = this.#host.now();
    try {
      this.#store.write((tx) => {
        for (const [id, { at, from }] of this.#uses) {
          const use = sql.updateTable('api_key').set({ used_at: at, used_from: from }).where('id', '=', id);
          if (tx.database.run(use) > 0) tx.announce({ kind: 'apiKey', nodeId: id, verb: 'updated' });
        }
      });
      this.#uses.clear();
    } catch (error) {
      if (!isAppError(error, 'LIMIT'))
        this.#host.log.error('the last use of API keys could not be kept', { error: String(error) });
    }
  }
}
