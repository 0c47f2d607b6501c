import type { Runtime, Task } from '#shared/contract/service.ts';

/** What is known of a container before its runtime says it: that may follow the container by up to 100 ms. */
export interface ContainerNews {
  readonly exitCode?: number | undefined;
  readonly health?: Task['health'] | undefined;
}

/** What was seen of a service, without when. */
export type Seen = Omit<Runtime, 'seenAt' | 'isStale' | 'staleBecause'>;

/** Nothing of the service is on its server. */
export const nothingSeen: Seen = { state: 'none', desiredReplicas: 0, healthyReplicas: 0, tasks: [] };

/** Everything that a runtime told of one service at one time. */
export interface Sight {
  /** What the runtime itself calls the service, null where it is not there. */
  readonly engineId: string | null;
  /** What that comes to, with what was heard of its containers since. */
  seen(news: ReadonlyMap<string, ContainerNews>): Seen;
}

/** What changed on a server. `open` comes first: from then on nothing is missed. */
export type RuntimeEvent =
  | { readonly type: 'open' }
  | {
      readonly type: 'container';
      readonly serviceId: string | undefined;
      /** What the runtime calls what it is of, where it bears no label of ours. */
      readonly engineId?: string | undefined;
      readonly containerId: string;
      readonly what: 'started' | 'ended' | 'removed' | 'healthy' | 'unhealthy' | 'other';
      readonly exitCode: number;
    }
  /** A service as such, by the name that the runtime has for it. */
  | { readonly type: 'service'; readonly engineId: string };
