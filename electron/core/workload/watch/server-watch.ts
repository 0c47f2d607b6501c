import type { Runtime } from '#shared/contract/service.ts';
import { isAppError } from '#shared/model/errors.ts';
import { Latch } from '../../events/latch.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../../store/require-row.ts';
import type { Runtime as Engine } from '../runtime/runtime.ts';
import {
  type ContainerNews,
  nothingSeen,
  type RuntimeEvent,
  type Seen,
  type Sight,
} from '../runtime/sight.ts';
import { rememberSeen, rememberWatched } from './remember-seen.ts';
import type { WatchParts } from './watch-parts.ts';

/** Swarm's tasks follow Docker's container events by up to 100 ms, so each event is looked at again. */
const settleMs = { soon: 80, late: 600 } as const;
const retryMs = { first: 1_000, most: 30_000 } as const;
const newsKept = 1_000;

/** What a service is seen as that is not on the server. */
const nothing: Sight = { engineId: null, seen: () => nothingSeen };

/** What a watch tells of a server: which service changed, undefined where that is not one that it knows. */
export interface WatchEvent {
  readonly serviceId: string | undefined;
  /** A container of it began to run. */
  readonly isStart: boolean;
}

/**
 * Follows Docker's events of one server for as long as it is open, and keeps what is known of its services
 * true. After a cut it connects again with back-off, and looks at everything anew.
 */
export class ServerWatch {
  readonly #parts: WatchParts;
  readonly #serverId: string;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(event: WatchEvent | null) => void>();
  readonly #sights = new Map<string, Sight>();
  readonly #news = new Map<string, ContainerNews>();
  readonly #timers = new Map<string, { soon?: NodeJS.Timeout | undefined; late?: NodeJS.Timeout }>();
  readonly #refreshing = new Map<string, Promise<Runtime>>();
  readonly #next = new Map<string, Promise<Runtime>>();
  readonly #retry = new Latch();
  readonly #opened = Promise.withResolvers<void>();
  readonly #done: Promise<void>;
  #isLive = false;
  #seenAt = 0;

  constructor(parts: WatchParts, serverId: string) {
    this.#parts = parts;
    this.#serverId = serverId;
    this.#done = this.#follow();
  }

  /** Resolves when Docker's events arrive for the first time. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Hears each event, null after a gap in them; answers how to stop. */
  subscribe(listener: (event: WatchEvent | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tries at once where it waits for the next attempt. */
  retry(): void {
    this.#retry.open();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const { soon, late } of this.#timers.values()) {
      clearTimeout(soon);
      clearTimeout(late);
    }
    await this.#done;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    let wait: number = retryMs.first;
    while (!signal.aborted) {
      try {
        await this.#use(async (engine, server) => {
          for await (const event of engine.events(server, signal)) {
            wait = retryMs.first;
            this.#hear(event);
          }
        });
      } catch (error) {
        if (!signal.aborted) this.#lost(error);
      }
      this.#ended();
      if (signal.aborted) return;
      for (const listener of this.#listeners) listener(null);
      await this.#retry.wait(wait, signal);
      wait = Math.min(wait * 2, retryMs.most);
    }
  }

  #ended(): void {
    if (this.#isLive) rememberWatched(this.#parts.store, this.#serverId, this.#parts.store.now());
    this.#isLive = false;
  }

  #lost(error: unknown): void {
    const known = isAppError(error, 'UNREACHABLE') || isAppError(error, 'REMOTE_FAILED');
    const fields = { server: this.#serverId, error: String(error) };
    if (known) this.#parts.host.log.info('the watch over a server paused', fields);
    else this.#parts.host.log.warn('the watch over a server failed', fields);
  }

  #hear(event: RuntimeEvent): void {
    if (event.type === 'open') {
      this.#isLive = true;
      this.#opened.resolve();
      for (const listener of this.#listeners) listener(null);
      void this.refreshAll().catch((error: unknown) => this.#lost(error));
      return;
    }
    const labelled = event.type === 'container' ? event.serviceId : undefined;
    const serviceId = labelled ?? this.#serviceOf(event.engineId);
    if (event.type === 'container' && serviceId) this.#note(event);
    const isStart = event.type === 'container' && event.what === 'started';
    for (const listener of this.#listeners) listener({ serviceId, isStart });
    if (serviceId) this.#changed(serviceId);
    else if (event.type === 'service') this.#changed('');
  }

  #serviceOf(engineId: string | undefined): string | undefined {
    if (engineId === undefined) return undefined;
    for (const [serviceId, sight] of this.#sights) if (sight.engineId === engineId) return serviceId;
    return undefined;
  }

  #note({ containerId, what, exitCode }: Extract<RuntimeEvent, { type: 'container' }>): void {
    if (what === 'ended') this.#news.set(containerId, { exitCode });
    else if (what === 'started' || what === 'removed') this.#news.delete(containerId);
    else if (what === 'healthy' || what === 'unhealthy') this.#news.set(containerId, { health: what });
    if (this.#news.size > newsKept) this.#news.delete(this.#news.keys().next().value ?? '');
  }

  /** Tells what the event alone says at once, and asks Docker a little later, when Swarm has settled. */
  #changed(serviceId: string): void {
    const sight = this.#sights.get(serviceId);
    if (sight) this.#publish(serviceId, sight);
    const timers = this.#timers.get(serviceId) ?? {};
    this.#timers.set(serviceId, timers);
    const refresh = (): void => {
      const asked = serviceId ? this.refresh(serviceId) : this.refreshAll();
      asked.catch((error: unknown) => this.#lost(error));
    };
    const soon = (): void => {
      timers.soon = undefined;
      refresh();
    };
    // many events in a row are answered by one look soon, and one after the last of them
    timers.soon ??= setTimeout(soon, settleMs.soon).unref();
    clearTimeout(timers.late);
    timers.late = setTimeout(refresh, settleMs.late).unref();
  }

  #publish(serviceId: string, sight: Sight): Seen {
    const seen = sight.seen(this.#news);
    this.#seenAt = this.#parts.store.now();
    rememberSeen(this.#parts, { serviceId, serverId: this.#serverId }, seen, this.#seenAt);
    return seen;
  }

  #use<T>(run: (engine: Engine, server: SshConnection) => Promise<T>): Promise<T> {
    const { servers, runtime } = this.#parts;
    return servers.use(this.#serverId, (server) => run(runtime, server), this.#stop.signal);
  }

  /** What runs of a service, read from now on: calls that come while it is read share one further read. */
  refresh(serviceId: string): Promise<Runtime> {
    const running = this.#refreshing.get(serviceId);
    if (!running) return this.#refresh(serviceId);
    const again = (): Promise<Runtime> => {
      this.#next.delete(serviceId);
      return this.#refresh(serviceId);
    };
    const next = this.#next.get(serviceId) ?? running.then(again, again);
    this.#next.set(serviceId, next);
    return next;
  }

  #refresh(serviceId: string): Promise<Runtime> {
    const { servers } = this.#parts;
    const reading = servers.asked(this.#serverId, this.#read(serviceId)).finally(() => {
      this.#refreshing.delete(serviceId);
    });
    this.#refreshing.set(serviceId, reading);
    return reading;
  }

  async #read(serviceId: string): Promise<Runtime> {
    const known = this.#sights.get(serviceId);
    const sight = await this.#use((engine, server) => engine.observe(server, serviceId, known));
    this.#sights.set(serviceId, sight);
    const seen = this.#publish(serviceId, sight);
    return { ...seen, seenAt: instant(this.#seenAt), isStale: false, staleBecause: null };
  }

  /** Looks at every service of the server at once, those that are gone included. */
  async refreshAll(): Promise<void> {
    const found = await this.#use((engine, server) => engine.observeAll(server));
    const expected = this.#parts.store.database
      .all(
        sql
          .selectFrom('service')
          .select('id')
          .where('server_id', '=', this.#serverId)
          .where('state', '<>', 'none'),
      )
      .map(({ id }) => id);
    this.#news.clear();
    for (const id of new Set([...found.keys(), ...expected])) {
      const sight = found.get(id) ?? nothing;
      this.#sights.set(id, sight);
      this.#publish(id, sight);
    }
  }
}
