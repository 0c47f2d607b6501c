import type { Runtime } from '#shared/contract/service.ts';
import { isAppError } from '#shared/model/errors.ts';
import { Latch } from '../../events/latch.ts';
import type { Host } from '../../host.ts';
import type { Reach } from '../../reach.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../remote/docker/containers.ts';
import { type DockerEvent, watchEvents } from '../../remote/docker/events.ts';
import { listServices, type SwarmService } from '../../remote/docker/services.ts';
import { listTasks, type SwarmTask } from '../../remote/docker/tasks.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { label } from '../swarm/desired-service.ts';
import { type ContainerNews, runtimeOf, type Seen } from '../swarm/runtime-of.ts';
import { rememberSeen, rememberWatched } from './remember-seen.ts';

export interface WatchParts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Reach;
  /** Whether a deployment of the service is under way or waits. */
  readonly isBusy: (serviceId: string) => boolean;
}

/** Everything Docker told of one service at one time. */
interface Look {
  readonly service: SwarmService | null;
  readonly tasks: readonly SwarmTask[];
  readonly containers: readonly ContainerSummary[];
}

/** Swarm's tasks follow Docker's container events by up to 100 ms, so each event is looked at again. */
const settleMs = { soon: 80, late: 600 } as const;
const retryMs = { first: 1_000, most: 30_000 } as const;
const newsKept = 1_000;

const exitCodeOf = (event: { attributes: Readonly<Record<string, string>> }): number =>
  Number.parseInt(event.attributes.exitCode ?? '', 10) || 0;

/**
 * Follows Docker's events of one server for as long as it is open, and keeps what is known of its services
 * true. After a cut it connects again with back-off, and looks at everything anew.
 */
export class ServerWatch {
  readonly #parts: WatchParts;
  readonly #serverId: string;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(event: DockerEvent | null) => void>();
  readonly #looks = new Map<string, Look>();
  readonly #news = new Map<string, ContainerNews>();
  readonly #timers = new Map<string, { soon?: NodeJS.Timeout | undefined; late?: NodeJS.Timeout }>();
  readonly #refreshing = new Map<string, Promise<Runtime>>();
  readonly #again = new Set<string>();
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
  subscribe(listener: (event: DockerEvent | null) => void): () => void {
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
        await this.#parts.servers.use(
          this.#serverId,
          async (connection) => {
            for await (const event of watchEvents(dockerOver(connection), {
              types: ['container', 'service'],
              signal,
            })) {
              wait = retryMs.first;
              this.#hear(event);
            }
          },
          signal,
        );
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

  #hear(event: DockerEvent): void {
    if (event.type === 'open') {
      this.#isLive = true;
      this.#opened.resolve();
      for (const listener of this.#listeners) listener(null);
      void this.refreshAll().catch((error: unknown) => this.#lost(error));
      return;
    }
    if (event.action.startsWith('exec_')) return;
    const serviceId = event.type === 'service' ? this.#serviceOf(event.id) : event.attributes[label.service];
    if (event.type === 'container' && serviceId) this.#note(event);
    for (const listener of this.#listeners) listener(event);
    if (serviceId) this.#changed(serviceId);
    else if (event.type === 'service') this.#changed('');
  }

  #serviceOf(swarmId: string): string | undefined {
    for (const [serviceId, { service }] of this.#looks) if (service?.id === swarmId) return serviceId;
    return undefined;
  }

  #note(event: Extract<DockerEvent, { id: string }>): void {
    const { id, action } = event;
    if (action === 'die') this.#news.set(id, { exitCode: exitCodeOf(event) });
    else if (action === 'start' || action === 'destroy') this.#news.delete(id);
    else if (action.startsWith('health_status')) {
      const health = action.split(': ')[1];
      if (health === 'healthy' || health === 'unhealthy') this.#news.set(id, { health });
    }
    if (this.#news.size > newsKept) this.#news.delete(this.#news.keys().next().value ?? '');
  }

  /** Tells what the event alone says at once, and asks Docker a little later, when Swarm has settled. */
  #changed(serviceId: string): void {
    const look = this.#looks.get(serviceId);
    if (look) this.#publish(serviceId, look);
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

  #publish(serviceId: string, look: Look): Seen {
    const seen = runtimeOf(look.service, look.tasks, look.containers, this.#news);
    this.#seenAt = this.#parts.store.now();
    rememberSeen(this.#parts, serviceId, seen, this.#seenAt);
    return seen;
  }

  #use<T>(run: (docker: DockerClient) => Promise<T>): Promise<T> {
    const { servers } = this.#parts;
    return servers.use(this.#serverId, (connection) => run(dockerOver(connection)), this.#stop.signal);
  }

  /** What runs of a service, read now; calls that come meanwhile share one further read. */
  refresh(serviceId: string): Promise<Runtime> {
    const running = this.#refreshing.get(serviceId);
    if (running) {
      this.#again.add(serviceId);
      return running;
    }
    const reading = this.#read(serviceId).finally(() => {
      this.#refreshing.delete(serviceId);
      if (this.#again.delete(serviceId) && !this.#stop.signal.aborted) {
        this.refresh(serviceId).catch((error: unknown) => this.#lost(error));
      }
    });
    this.#refreshing.set(serviceId, reading);
    return reading;
  }

  async #read(serviceId: string): Promise<Runtime> {
    const labels = { [label.service]: serviceId };
    const known = this.#looks.get(serviceId)?.service;
    const look = await this.#use(async (docker): Promise<Look> => {
      const [services, containers, early] = await Promise.all([
        listServices(docker, { labels }),
        listContainers(docker, { all: true, labels }),
        known ? this.#tasksOf(docker, known.id) : null,
      ]);
      const service = services[0] ?? null;
      const tasks = service?.id === known?.id ? early : null;
      return {
        service,
        containers,
        tasks: tasks ?? (service ? ((await this.#tasksOf(docker, service.id)) ?? []) : []),
      };
    });
    this.#looks.set(serviceId, look);
    const seen = this.#publish(serviceId, look);
    return { ...seen, seenAt: instant(this.#seenAt), isStale: false };
  }

  async #tasksOf(docker: DockerClient, swarmId: string): Promise<SwarmTask[] | null> {
    try {
      return await listTasks(docker, { service: swarmId });
    } catch (error) {
      // removed since it was last seen
      if (isAppError(error, 'REMOTE_FAILED') || isAppError(error, 'NOT_FOUND')) return null;
      throw error;
    }
  }

  /** Looks at every service of the server at once, those that are gone included. */
  async refreshAll(): Promise<void> {
    const labels = { [label.service]: '' };
    const [services, containers, tasks] = await this.#use((docker) =>
      Promise.all([
        listServices(docker, { labels }),
        listContainers(docker, { all: true, labels }),
        listTasks(docker),
      ]),
    );
    const byService = Map.groupBy(tasks, ({ serviceId }) => serviceId);
    const byLabel = Map.groupBy(containers, ({ labels: own }) => own[label.service] ?? '');
    const found = new Map(services.map((service) => [service.labels[label.service] ?? '', service]));
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
      const service = found.get(id) ?? null;
      const look = {
        service,
        containers: byLabel.get(id) ?? [],
        tasks: service ? (byService.get(service.id) ?? []) : [],
      };
      this.#looks.set(id, look);
      this.#publish(id, look);
    }
  }
}
