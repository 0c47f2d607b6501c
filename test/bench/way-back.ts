import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { addService, deploy, type Ground, reconfigure, specOf } from '#test/integration/deploy-support.ts';
import { followPrintedEvents } from '#test/lab/docker-events.ts';
import type { LabServer } from '#test/lab/index.ts';

/** Ways back from versions that failed in one way, each beside a start by itself; medians, by Docker's own clock. */
export interface WayBack {
  readonly name: string;
  /** From the failure (the end of its container, or its health check) to the old version being healthy. */
  readonly outageMs: number;
  /** From Swarm's acceptance to a healthy container, where nothing has to be undone. */
  readonly ownStartMs: number;
  /** How much longer each way back took than the start right before it. */
  readonly moreMs: readonly number[];
  /** The load average at each of them. */
  readonly loads: readonly number[];
}

interface ContainerEvent {
  readonly what: string;
  readonly deploymentId: string;
  readonly atMs: number;
}

const rounds = 3;
const ports: ApplicationSpec['ports'] = [{ containerPort: 8080, hostPort: 8_093, protocol: 'tcp' }];
const failing: readonly (readonly [string, ApplicationSpec])[] = [
  ['ends at once', specOf({ ports, command: ['/nothing'], healthCheck: undefined, soakSeconds: 5 })],
  ['is unhealthy', specOf({ ports, image: 'quayside-lab/app:unhealthy' })],
];

/** Updates a service that holds a host port to versions that fail, and times how soon the old one is back. */
export async function measureWaysBack(server: LabServer, ground: Ground): Promise<WayBack[]> {
  const serviceId = await addService(ground, 'held', specOf({ ports }));
  const events = followContainers(server, serviceId);
  const old = await deploy(ground, serviceId);
  if (old.state !== 'succeeded') throw new Error(`the version to go back to: ${old.state} ${old.reason}`);
  const measured = failing.map(([name]) => ({
    name,
    outages: [] as number[],
    starts: [] as number[],
    loads: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [name, spec]] of failing.entries()) {
      measured[index]?.starts.push(await measureStart(server, serviceId, events, old.id));
      await reconfigure(ground.client, serviceId, spec);
      events.clear();
      const { state, id } = await deploy(ground, serviceId);
      if (state !== 'rolled-back') throw new Error(`a version that ${name}: ${state}`);
      const failedMs = events.firstOf(id, ['die', 'health_status: unhealthy']);
      measured[index]?.outages.push((await events.untilHealthy(old.id)) - failedMs);
      measured[index]?.loads.push(loadavg()[0] ?? Number.NaN);
    }
  }
  await events.stop();
  return measured.map(({ name, outages, starts, loads }) => ({
    name,
    outageMs: median(outages),
    ownStartMs: median(starts),
    moreMs: outages.map((outage, index) => outage - (starts[index] ?? Number.NaN)),
    loads,
  }));
}

const followContainers = (server: LabServer, serviceId: string) => {
  const seen: ContainerEvent[] = [];
  const filters = ['type=container', `label=quayside.service=${serviceId}`];
  const stop = followPrintedEvents(server, filters, ({ Action, Actor, timeNano }) => {
    const deploymentId = Actor.Attributes['quayside.deployment'] ?? '';
    seen.push({ what: Action, deploymentId, atMs: timeNano / 1e6 });
  });
  const until = async (isIt: (event: ContainerEvent) => boolean): Promise<number> => {
    for (;;) {
      const found = seen.findLast(isIt);
      if (found) return found.atMs;
      await delay(20);
    }
  };
  return {
    stop,
    clear: () => seen.splice(0),
    until,
    untilHealthy: (id: string) =>
      until(({ what, deploymentId }) => what === 'health_status: healthy' && deploymentId === id),
    firstOf: (id: string, kinds: readonly string[]): number =>
      seen.find(({ what, deploymentId }) => deploymentId === id && kinds.includes(what))?.atMs ?? Number.NaN,
  };
};

/** The start of the version by itself: stopped by Swarm, and asked for again. */
const measureStart = async (
  server: LabServer,
  serviceId: string,
  events: ReturnType<typeof followContainers>,
  deploymentId: string,
): Promise<number> => {
  const name = await server.docker(
    ...['service', 'ls', '--format', '{{.Name}}', '--filter', `label=quayside.service=${serviceId}`],
  );
  events.clear();
  await server.docker('service', 'scale', '--detach', `${name}=0`);
  await events.until((event) => event.what === 'destroy' && event.deploymentId === deploymentId);
  events.clear();
  const askedMs = Date.now();
  await server.docker('service', 'scale', '--detach', `${name}=1`);
  return (await events.untilHealthy(deploymentId)) - askedMs;
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
