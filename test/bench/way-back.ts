import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { addService, deploy, type Ground, reconfigure, specOf } from '#test/integration/deploy-support.ts';
import { followPrintedEvents } from '#test/lab/docker-events.ts';
import type { LabServer } from '#test/lab/index.ts';

/** One way back, in milliseconds by Docker's own clock. */
export interface WayBack {
  readonly name: string;
  /** From the end of the failed version's container to the old version being healthy. */
  readonly outageMs: number;
  /** From Swarm's acceptance to a healthy container, where nothing has to be undone. */
  readonly ownStartMs: number;
}

const ports: ServiceSpec['ports'] = [{ containerPort: 8080, hostPort: 8_093, protocol: 'tcp' }];
const failing: readonly (readonly [string, ServiceSpec])[] = [
  ['ends at once', specOf({ ports, command: ['/nothing'], healthCheck: undefined, soakSeconds: 5 })],
  ['is unhealthy', specOf({ ports, image: 'quayside-lab/app:unhealthy' })],
];

/** Updates a service that holds a host port to versions that fail, and times how soon the old one is back. */
export async function measureWaysBack(server: LabServer, ground: Ground): Promise<WayBack[]> {
  const serviceId = await addService(ground, 'held', specOf({ ports }));
  const seen: { what: string; deploymentId: string; atMs: number }[] = [];
  const filters = ['type=container', `label=quayside.service=${serviceId}`];
  const stop = followPrintedEvents(server, filters, ({ Action, Actor, timeNano }) => {
    const deploymentId = Actor.Attributes['quayside.deployment'] ?? '';
    seen.push({ what: Action, deploymentId, atMs: timeNano / 1e6 });
  });
  const untilHealthy = async (deploymentId: string): Promise<number> => {
    for (;;) {
      const healthy = seen.findLast(
        (event) => event.what === 'health_status: healthy' && event.deploymentId === deploymentId,
      );
      if (healthy) return healthy.atMs;
      await delay(20);
    }
  };
  const old = await deploy(ground, serviceId);
  if (old.state !== 'succeeded') throw new Error(`the version to go back to: ${old.state} ${old.reason}`);
  const ownStartMs = await measureStart(server, serviceId, seen, () => untilHealthy(old.id));
  const measured: WayBack[] = [];
  for (const [name, spec] of failing) {
    await reconfigure(ground.client, serviceId, spec);
    seen.length = 0;
    const { state, id } = await deploy(ground, serviceId);
    if (state !== 'rolled-back') throw new Error(`a version that ${name}: ${state}`);
    const endedMs = seen.findLast((event) => event.what === 'die' && event.deploymentId === id)?.atMs;
    measured.push({ name, outageMs: (await untilHealthy(old.id)) - (endedMs ?? Number.NaN), ownStartMs });
  }
  await stop();
  return measured;
}

/** The start of the version by itself: stopped by Swarm, and asked for again. */
const measureStart = async (
  server: LabServer,
  serviceId: string,
  seen: { length: number; at(index: number): { what: string } | undefined },
  untilHealthy: () => Promise<number>,
): Promise<number> => {
  const name = await server.docker(
    ...['service', 'ls', '--format', '{{.Name}}', '--filter', `label=quayside.service=${serviceId}`],
  );
  await server.docker('service', 'scale', '--detach', `${name}=0`);
  while (seen.at(-1)?.what !== 'destroy') await delay(20);
  seen.length = 0;
  const askedMs = Date.now();
  await server.docker('service', 'scale', '--detach', `${name}=1`);
  return (await untilHealthy()) - askedMs;
};
