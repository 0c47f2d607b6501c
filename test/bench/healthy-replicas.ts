import { followPrintedEvents } from '#test/lab/docker-events.ts';
import type { LabServer } from '#test/lab/index.ts';

/** How many replicas of a service Docker's events call healthy. */
export interface HealthyReplicas {
  readonly now: number;
  /** The fewest since the last `restart`. */
  readonly fewest: number;
  restart(): void;
  stop(): Promise<void>;
}

/** Follows Docker's own events in the server, past SSH and past us. A replica counts until it is told to stop. */
export const countHealthy = (server: LabServer, serviceId: string): HealthyReplicas => {
  const healthy = new Set<string>();
  let fewest = 0;
  const filters = ['type=container', `label=quayside.service=${serviceId}`];
  const stop = followPrintedEvents(server, filters, ({ Action, Actor }) => {
    if (Action === 'health_status: healthy') healthy.add(Actor.ID);
    else if (['kill', 'die', 'stop', 'health_status: unhealthy'].includes(Action)) healthy.delete(Actor.ID);
    fewest = Math.min(fewest, healthy.size);
  });
  return {
    get now() {
      return healthy.size;
    },
    get fewest() {
      return fewest;
    },
    restart: () => {
      fewest = healthy.size;
    },
    stop,
  };
};
