import type { Runtime } from '#shared/contract/service.ts';
import { sql } from '../../store/database.ts';
import { ServerWatch } from './server-watch.ts';
import type { WatchParts } from './watch-parts.ts';

/** The watches over all servers that have something to watch; each has one connection and one event stream. */
export class ServerWatches {
  readonly #parts: WatchParts;
  readonly #watches = new Map<string, ServerWatch>();
  readonly #held = new Map<string, number>();
  #isClosed = false;
  readonly #unsubscribe: () => void;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.servers.onState((serverId, { state }) => {
      const watch = this.#watches.get(serverId);
      if (state === 'up' && watch && !watch.isLive) watch.retry();
    });
  }

  /** The watch over a server; begins where there is none. */
  of(serverId: string): ServerWatch {
    const known = this.#watches.get(serverId);
    if (known) return known;
    const made = new ServerWatch(this.#parts, serverId);
    this.#watches.set(serverId, made);
    if (this.#isClosed) void made.close();
    return made;
  }

  /** Keeps a server watched while a deployment runs or somebody looks. */
  hold(serverId: string): { readonly watch: ServerWatch; release(): void } {
    this.#held.set(serverId, (this.#held.get(serverId) ?? 0) + 1);
    const watch = this.of(serverId);
    let isHeld = true;
    return {
      watch,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (this.#held.get(serverId) ?? 1) - 1;
        if (left > 0) this.#held.set(serverId, left);
        else {
          this.#held.delete(serverId);
          this.adjust();
        }
      },
    };
  }

  #wanted(): Set<string> {
    const rows = this.#parts.store.database.all(
      sql
        .selectFrom('service')
        .select('server_id')
        .distinct()
        .where('server_id', 'is not', null)
        .where('current_deployment_id', 'is not', null),
    );
    const orphans = this.#parts.store.database.all(sql.selectFrom('orphan').select('server_id').distinct());
    const ids = [...rows, ...orphans].flatMap(({ server_id }) => server_id ?? []);
    return new Set([...ids, ...this.#held.keys()]);
  }

  /** Watches exactly the servers that run something or keep an orphan, and those that are held. */
  adjust(): void {
    if (this.#isClosed) return;
    const wanted = this.#wanted();
    for (const serverId of wanted) this.of(serverId);
    for (const [serverId, watch] of this.#watches) {
      if (wanted.has(serverId)) continue;
      this.#watches.delete(serverId);
      void watch.close();
    }
  }

  /** What runs of a service, asked of the server now. */
  refresh(serverId: string, serviceId: string): Promise<Runtime> {
    return this.of(serverId).refresh(serviceId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unsubscribe();
    await Promise.all([...this.#watches.values()].map((watch) => watch.close()));
  }
}
