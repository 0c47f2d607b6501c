// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { leaveEnvironment } from '#core/workload/swarm/remove.ts';
import { FigureBatch } from '#shared/contract/monitoring.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { followPrintedEvents } from '#test/lab/docker-events.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  deploy,
  endServices,
  type Ground,
  makeGround,
  reconfigure,
  specOf,
  untilEnd,
  untilRuntime,
  untilState,
} from './deploy-support.ts';
import { connectTo } from './remote-target.ts';

const everyByte = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1)).join('');

describeOnLab('a deployed service', () => {
  let server: LabServer;
  let ground: Ground;

  beforeAll(async () => {
    server = await startServer({
      swarm: true,
      images: [
        'quayside-lab/app:1',
        'quayside-lab/app:2',
        'quayside-lab/app:chatty',
        'quayside-lab/app:unhealthy',
      ],
    });
    ground = await makeGround(server);
  });
  afterEach(() => endServices(server));
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const containersOf = async (serviceId: string): Promise<string[]> =>
    (await server.docker('ps', '-q', '--no-trunc', '--filter', `label=quayside.service=${serviceId}`))
      .split('\n')
      .filter(Boolean);

  it('gets every byte of its variables, newlines and template braces included', async () => {
    const serviceId = await addService(ground, 'env');
    const value = `${everyByte}\n{{.Service.Name}} {{{ {{ }} \u{1F600} é\r\n$HOME "q" 'q' \`id\``;
    await ground.client.serviceVariables.replace({
      serviceId,
      variables: [
        { name: 'PLAIN', value, isSecret: false },
        { name: 'SECRET', value: `s${value}`, isSecret: true },
        { name: 'EMPTY', value: '', isSecret: false },
      ],
    });
    const ended = await deploy(ground, serviceId);
    expect(ended.reason).toBeNull();
    const seen = (await askReplica(server, serviceId, '/env')).split('\0');
    expect(seen).toContain(`PLAIN=${value}`);
    expect(seen).toContain(`SECRET=s${value}`);
    expect(seen).toContain('EMPTY=');
  });

  it('gets what its environment gives, says when that changed, and goes back to the values of then', async () => {
    const { client } = ground;
    const serviceId = await addService(ground, 'wide');
    const { environmentId } = await client.service.get({ serviceId });
    const give = (value: string) =>
      client.environmentVariables.replace({ environmentId, variables: [{ name: 'WIDE', value }] });
    const environmentOf = async () => (await askReplica(server, serviceId, '/env')).split('\0');
    await give('one at ${{service.wide.host}}');
    const first = await deploy(ground, serviceId);
    expect(first.reason).toBeNull();
    expect(await environmentOf()).toContain('WIDE=one at wide');
    expect((await client.deployment.running({ serviceId })).changes).toEqual([]);
    await give('two');
    expect((await client.deployment.running({ serviceId })).changes).toEqual([
      { field: 'variable WIDE', from: 'one at wide', to: 'two' },
    ]);
    await deploy(ground, serviceId);
    expect(await environmentOf()).toContain('WIDE=two');
    const back = await client.deployment.rollback({ deploymentId: first.id });
    await untilEnd(ground, back.id);
    expect(await environmentOf()).toContain('WIDE=one at wide');
    await client.environmentVariables.replace({ environmentId, variables: [] });
  });

  it('never has fewer than two healthy replicas during an update', async () => {
    const serviceId = await addService(ground, 'two', specOf({ replicas: 2 }));
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    const healthy = new Set(await containersOf(serviceId));
    let fewest = healthy.size;
    const filters = ['type=container', `label=quayside.service=${serviceId}`];
    const stopEvents = followPrintedEvents(server, filters, ({ Action, Actor }) => {
      if (Action === 'health_status: healthy') healthy.add(Actor.ID);
      if (['kill', 'die', 'health_status: unhealthy'].includes(Action)) healthy.delete(Actor.ID);
      fewest = Math.min(fewest, healthy.size);
    });
    await reconfigure(ground.client, serviceId, specOf({ replicas: 2, image: 'quayside-lab/app:2' }));
    const ended = await deploy(ground, serviceId);
    await stopEvents();
    expect(ended.reason).toBeNull();
    expect(fewest).toBe(2);
    expect(await askReplica(server, serviceId)).toBe('2');
  });

  it('stops, starts, scales and restarts, and tells what it uses while it runs', async () => {
    const serviceId = await addService(ground, 'life');
    await deploy(ground, serviceId);
    const { organizationId, client, serverId } = ground;
    const end = new AbortController();
    const figures = await client.monitoring.follow({ organizationId }, { signal: end.signal });
    const first = FigureBatch.parse((await figures.next()).value).figures;
    const used = { memoryBytes: expect.any(Number), cpuPercent: expect.any(Number), staleBecause: null };
    expect(first).toContainEqual(
      expect.objectContaining({
        ...used,
        nodeId: serviceId,
        path: 'Shop/production/life',
        health: 'healthy',
      }),
    );
    expect(first).toContainEqual(expect.objectContaining({ ...used, nodeId: serverId, health: null }));
    for (const { memoryBytes } of first) expect(memoryBytes).toBeGreaterThan(0);
    const gone = (async () => {
      for await (const batch of figures) if (batch.gone.includes(serviceId)) return end.abort();
    })();
    await ground.client.service.stop({ serviceId });
    await untilRuntime(ground, serviceId, ({ state }) => state === 'stopped');
    await gone;
    await ground.client.service.start({ serviceId });
    await untilRuntime(
      ground,
      serviceId,
      ({ state, runtime }) => state === 'running' && runtime.healthyReplicas === 1,
    );
    await ground.client.service.scale({ serviceId, replicas: 2 });
    await untilRuntime(ground, serviceId, ({ runtime }) => runtime.healthyReplicas === 2);
    expect((await ground.client.service.get({ serviceId })).spec).toMatchObject({ replicas: 2 });
    const before = await containersOf(serviceId);
    await ground.client.service.restart({ serviceId });
    await untilRuntime(
      ground,
      serviceId,
      ({ runtime }) =>
        runtime.healthyReplicas === 2 &&
        (runtime as never as { tasks: { containerId: string; state: string }[] }).tasks.every(
          ({ containerId, state }) => state !== 'running' || !before.includes(containerId),
        ),
    );
    const runtime = await ground.client.service.runtime({ serviceId });
    expect(runtime).toMatchObject({ state: 'running', isStale: false, desiredReplicas: 2 });
  });

  it('shows an external docker stop by the event of Docker', async () => {
    const serviceId = await addService(ground, 'stopped');
    await deploy(ground, serviceId);
    await untilRuntime(ground, serviceId, ({ state }) => state === 'running');
    const [container = ''] = await containersOf(serviceId);
    // about 20 ms after Docker's event on a quiet machine; without events nobody would look again at all
    const seen = untilRuntime(ground, serviceId, ({ state }) => state === 'failed');
    await server.docker('stop', container);
    await seen;
    await untilRuntime(ground, serviceId, ({ state }) => state === 'running');
  });

  it('refuses a port that another service or a foreign container holds', async () => {
    const ports = [{ containerPort: 8080, hostPort: 8081, protocol: 'tcp' as const }];
    const first = await addService(ground, 'port-one', specOf({ ports }));
    expect((await deploy(ground, first)).reason).toBeNull();
    const second = await addService(ground, 'port-two', specOf({ ports }));
    const plan = await ground.client.deployment.plan({ serviceId: second });
    expect(plan.blockers.join()).toMatch(/Port 8081\/tcp of the server is in use by the service/);
    const refused = await deploy(ground, second);
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.reason).toMatch(/8081.*Nothing was changed on the server/s);
    await server.docker('run', '-d', '--name', 'foreign', '-p', '8082:8080', 'quayside-lab/app:1');
    const third = await addService(
      ground,
      'port-three',
      specOf({ ports: [{ containerPort: 8080, hostPort: 8082, protocol: 'tcp' }] }),
    );
    expect((await ground.client.deployment.plan({ serviceId: third })).blockers.join()).toContain(
      'container “foreign”',
    );
    const ssh = await addService(
      ground,
      'port-ssh',
      specOf({ ports: [{ containerPort: 8080, hostPort: 22, protocol: 'tcp' }] }),
    );
    expect((await ground.client.deployment.plan({ serviceId: ssh })).blockers.join()).toContain(
      'another program',
    );
  });

  it('updates a service that holds a port with the old version stopped first, and says so', async () => {
    const ports = [{ containerPort: 8080, hostPort: 8085, protocol: 'tcp' as const }];
    const serviceId = await addService(ground, 'held', specOf({ ports }));
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    await reconfigure(ground.client, serviceId, specOf({ ports, image: 'quayside-lab/app:2' }));
    const plan = await ground.client.deployment.plan({ serviceId });
    expect(plan).toMatchObject({ order: 'stop-first', isFirst: false, blockers: [] });
    expect(plan.warnings.join()).toContain('short outage');
    expect(plan.changes).toEqual([{ field: 'image', from: 'quayside-lab/app:1', to: 'quayside-lab/app:2' }]);
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    const retry = ['--retry', '20', '--retry-connrefused', '--retry-delay', '1'];
    expect(await server.must(['curl', '-s', '--fail', ...retry, 'http://127.0.0.1:8085/'])).toBe('2');
    expect(await askReplica(server, serviceId)).toBe('2');
  });

  it('rolls back to exactly what ran, though the tag moved since', async () => {
    await server.docker('tag', 'quayside-lab/app:1', 'quayside-lab/moving:latest');
    const serviceId = await addService(ground, 'moving', specOf({ image: 'quayside-lab/moving:latest' }));
    const first = await deploy(ground, serviceId);
    await server.docker('tag', 'quayside-lab/app:2', 'quayside-lab/moving:latest');
    const second = await deploy(ground, serviceId);
    expect(second.imageId).not.toBe(first.imageId);
    expect(await askReplica(server, serviceId)).toBe('2');
    const { id } = await ground.client.deployment.rollback({ deploymentId: first.id });
    expect(await untilEnd(ground, id)).toMatchObject({ state: 'succeeded', imageId: first.imageId });
    expect(await askReplica(server, serviceId)).toBe('1');
  });

  it('is as before after a cancellation while it verifies', async () => {
    const serviceId = await addService(ground, 'cancelled');
    await deploy(ground, serviceId);
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:2', soakSeconds: 60 }));
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'verifying');
    await ground.client.deployment.cancel({ deploymentId: id });
    const ended = await untilEnd(ground, id);
    expect(ended.state).toBe('cancelled');
    expect(await askReplica(server, serviceId)).toBe('1');
    await untilRuntime(ground, serviceId, ({ state }) => state === 'running');
  });

  it('leaves nothing of a first deployment that is cancelled or fails', async () => {
    const serviceId = await addService(ground, 'never', specOf({ soakSeconds: 60 }));
    const { id } = await ground.client.deployment.create({ serviceId });
    await untilState(ground, id, ({ state }) => state === 'verifying');
    await ground.client.deployment.cancel({ deploymentId: id });
    expect((await untilEnd(ground, id)).state).toBe('cancelled');
    expect(await containersOf(serviceId)).toEqual([]);
    await reconfigure(ground.client, serviceId, specOf({ image: 'quayside-lab/app:unhealthy' }));
    const failed = await deploy(ground, serviceId);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.reason).toMatch(/became unhealthy.*first deployment/s);
    expect(await containersOf(serviceId)).toEqual([]);
    // what was last seen of it is corrected by Docker's word that it is gone
    await expect.poll(async () => (await ground.client.service.get({ serviceId })).state).toBe('none');
  });

  it('ends waiting deployments that a newer one makes pointless', async () => {
    const serviceId = await addService(ground, 'queue', specOf({ soakSeconds: 3 }));
    const [one, two, three] = [
      await ground.client.deployment.create({ serviceId }),
      await ground.client.deployment.create({ serviceId }),
      await ground.client.deployment.create({ serviceId }),
    ];
    expect(await untilEnd(ground, two.id)).toMatchObject({ state: 'superseded' });
    expect((await untilEnd(ground, one.id)).state).toBe('succeeded');
    expect((await untilEnd(ground, three.id)).state).toBe('succeeded');
    const { items } = await ground.client.deployment.list({ serviceId });
    expect(items.map(({ number, state }) => `${number} ${state}`)).toEqual([
      '3 succeeded',
      '2 superseded',
      '1 succeeded',
    ]);
  });

  it('has its logs followed through 10,000 lines a second with bounded memory, and searched', async () => {
    const serviceId = await addService(ground, 'chatty', specOf({ image: 'quayside-lab/app:chatty' }));
    expect((await deploy(ground, serviceId)).reason).toBeNull();
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const end = new AbortController();
    const logs = await ground.client.service.logs(
      { serviceId, tail: 100, follow: true },
      { signal: end.signal },
    );
    const numbers: number[] = [];
    let largest = 0;
    let skipped = 0;
    for await (const batch of logs) {
      numbers.push(...batch.lines.map(({ text }) => Number(/^line (\d+) of/.exec(text)?.[1])));
      skipped += batch.skipped ?? 0;
      largest = Math.max(largest, batch.lines.length);
      const read = numbers.filter(Number.isFinite);
      if ((read.at(-1) ?? 0) - (read[0] ?? 0) > 40_000) break;
    }
    end.abort();
    const grown = (process.memoryUsage().rss - before) / 1e6;
    const said = numbers.filter(Number.isFinite);
    const span = (said.at(-1) ?? 0) - (said[0] ?? 0) + 1;
    expect(largest).toBeLessThanOrEqual(500);
    expect(said.length + skipped).toBe(span);
    expect(span).toBeGreaterThan(40_000);
    expect(grown).toBeLessThan(200);
    const found: string[] = [];
    for await (const batch of await ground.client.service.logs({
      serviceId,
      tail: 5,
      follow: false,
      search: 'LINE 1234 of',
    })) {
      found.push(...batch.lines.map(({ text }) => text));
    }
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/line 1234 of/);
    await ground.client.service.stop({ serviceId });
  });

  it('takes everything with it when it is deleted', async () => {
    const serviceId = await addService(ground, 'gone');
    await deploy(ground, serviceId);
    const typedName = 'gone';
    expect(await ground.client.service.delete({ serviceId, typedName })).toEqual({ orphaned: [] });
    expect(await containersOf(serviceId)).toEqual([]);
    expect(await server.docker('images', '-q', `quayside.local/${serviceId.replace('_', '-')}`)).toBe('');
  });

  it('leaves the network of an environment to a container of it that is stopped', async () => {
    const left = { serviceId: 'svc_gone', environmentId: 'env_left', network: 'left-here' };
    const networks = () => server.docker('network', 'ls', '-q', '--filter', `name=${left.network}`);
    await server.docker('network', 'create', left.network);
    const label = `quayside.environment=${left.environmentId}`;
    const named = ['--label', label, '--network', left.network, 'quayside-lab/app:1'];
    const stopped = await server.docker('create', ...named);
    await using at = await connectTo(server);
    await leaveEnvironment(at.connection, left);
    expect(await networks()).not.toBe('');
    await server.docker('rm', stopped);
    await leaveEnvironment(at.connection, left);
    expect(await networks()).toBe('');
  });
});
