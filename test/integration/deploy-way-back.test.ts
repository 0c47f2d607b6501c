import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { followPrintedEvents } from '#test/lab/docker-events.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  deploy,
  type Ground,
  makeGround,
  reconfigure,
  specOf,
  untilEnd,
  untilRuntime,
  untilState,
} from './deploy-support.ts';

/** Swarm itself waits a whole minute (OldTaskTimeout) for a task that never had a place: less is not its wait. */
const swarmWaitMs = 60_000;

interface ContainerEvent {
  readonly action: string;
  readonly deploymentId: string;
  readonly atMs: number;
}

/** Answers its version like the lab's workload, and does not stop when it is asked to. */
const stubborn = [
  ...['sh', '-c'],
  'trap "" TERM; mkdir -p /www; printf 1 >/www/index.html; printf ok >/www/health; exec httpd -f -p 8080 -h /www',
];

describeOnLab('the way back of a service that holds a port of its server', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
    ground = await makeGround(server);
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const portOf = (hostPort: number) => [{ containerPort: 8080, hostPort, protocol: 'tcp' as const }];

  /** From the last end before the old version's last start to that start; fails where one of them was not seen. */
  const gapIn = (seen: readonly ContainerEvent[], oldId: string): number => {
    const started = seen.findLast((e) => e.action === 'start' && e.deploymentId === oldId);
    const ended = seen.findLast((e) => e.action === 'die' && started && e.atMs < started.atMs);
    if (!started || !ended)
      throw new Error(`the old version's start was not seen in ${JSON.stringify(seen)}`);
    return started.atMs - ended.atMs;
  };

  /** Follows when containers of a service end and start, by Docker's own clock; `gapMs` from the last end. */
  const watchContainers = (serviceId: string) => {
    const seen: ContainerEvent[] = [];
    const filters = ['type=container', `label=quayside.service=${serviceId}`];
    const stop = followPrintedEvents(server, filters, ({ Action, Actor, timeNano }) => {
      const deploymentId = Actor.Attributes['quayside.deployment'] ?? '';
      if (Action === 'die' || Action === 'start')
        seen.push({ action: Action, deploymentId, atMs: timeNano / 1e6 });
    });
    return {
      async gapMs(oldId: string): Promise<number> {
        const gap = await vi.waitFor(() => gapIn(seen, oldId), { timeout: 60_000 });
        await stop();
        return gap;
      },
    };
  };

  const expectNothingWaits = async (serviceId: string): Promise<void> => {
    await untilRuntime(
      ground,
      serviceId,
      ({ state, runtime }) => state === 'running' && runtime.healthyReplicas === 1,
    );
    const { tasks } = await ground.client.service.runtime({ serviceId });
    expect(tasks.filter(({ state }) => state === 'pending' || state === 'new')).toEqual([]);
  };

  it('starts the old version as soon as the new one failed, and leaves no replica that waits for ever', async () => {
    const ports = portOf(8091);
    const serviceId = await addService(ground, 'fails', specOf({ ports }));
    const old = await deploy(ground, serviceId);
    expect(old.reason).toBeNull();
    const containers = watchContainers(serviceId);
    await reconfigure(
      ground.client,
      serviceId,
      specOf({ ports, command: ['/nothing'], healthCheck: undefined, soakSeconds: 5 }),
    );
    const ended = await deploy(ground, serviceId);
    expect(ended.state).toBe('rolled-back');
    expect(ended.reason).toContain('exit code 127');
    expect(ended.reason).toContain('The old version was started again.');
    expect(await containers.gapMs(old.id)).toBeLessThan(swarmWaitMs);
    expect(await askReplica(server, serviceId)).toBe('1');
    await expectNothingWaits(serviceId);
    expect(await server.must(['curl', '-s', 'http://127.0.0.1:8091/'])).toBe('1');
  });

  it('starts it again though it was cancelled while the new version still waited for the port', async () => {
    const ports = portOf(8092);
    const serviceId = await addService(ground, 'waits', specOf({ ports, command: stubborn }));
    const old = await deploy(ground, serviceId);
    expect(old.reason).toBeNull();
    const containers = watchContainers(serviceId);
    await reconfigure(ground.client, serviceId, specOf({ ports, image: 'quayside-lab/app:2' }));
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'verifying');
    await ground.client.deployment.cancel({ deploymentId: id });
    const ended = await untilEnd(ground, id);
    expect(ended).toMatchObject({ state: 'cancelled' });
    expect(ended.reason).toContain('The old version was started again.');
    expect(await containers.gapMs(old.id)).toBeLessThan(swarmWaitMs);
    await expectNothingWaits(serviceId);
    expect(await server.must(['curl', '-s', 'http://127.0.0.1:8092/'])).toBe('1');
  });
});
