import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DockerClient, dockerOver } from '#core/remote/docker/client.ts';
import {
  inspectContainer,
  listComposeProjects,
  listContainers,
  restartContainer,
  startContainer,
  stopContainer,
} from '#core/remote/docker/containers.ts';
import { type DockerEvent, followEvents, watchEvents } from '#core/remote/docker/events.ts';
import { inspectImage, listImages, pullImage, removeImage, tagImage } from '#core/remote/docker/images.ts';
import { containerLogs, type LogLine, serviceLogs } from '#core/remote/docker/logs.ts';
import { ensureNetwork, removeNetwork } from '#core/remote/docker/networks.ts';
import { createSecret, listSecrets, removeSecret } from '#core/remote/docker/secrets.ts';
import type { ServiceSpec } from '#core/remote/docker/service-spec.ts';
import {
  createService,
  inspectService,
  listServices,
  removeService,
  restartService,
  scaleService,
  updateService,
} from '#core/remote/docker/services.ts';
import { containerCounters } from '#core/remote/docker/stats.ts';
import { ensureSwarm } from '#core/remote/docker/swarm.ts';
import { dockerInfo, dockerVersion, pingDocker } from '#core/remote/docker/system.ts';
import { listTasks } from '#core/remote/docker/tasks.ts';
import { execTerminal } from '#core/remote/docker/terminal.ts';
import { connect } from '#core/remote/ssh/connect.ts';
import type { SshConnection } from '#core/remote/ssh/types.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startRegistry, startServer } from '#test/lab/index.ts';
import { soonMs } from '#test/support/soon.ts';
import { connectTo, targetOf } from './remote-target.ts';

const app = 'quayside-lab/app:1';
const labels = { 'quayside.service': 'svc-1' };

const specOf = (overrides: Partial<ServiceSpec> = {}): ServiceSpec => ({
  name: 'web',
  image: app,
  labels,
  containerLabels: labels,
  replicas: 2,
  env: { PLAIN: 'x', ODD: 'line one\nline "two" \u202e$(id)' },
  update: { order: 'start-first', monitorMs: 1_000, onFailure: 'rollback' },
  restart: { condition: 'any', delayMs: 500 },
  ...overrides,
});

describeOnLab('Docker over SSH', () => {
  let server: LabServer;
  let connection: SshConnection;
  let docker: DockerClient;
  beforeAll(async () => {
    server = await startServer({ images: [app, 'quayside-lab/app:2', 'quayside-lab/app:chatty'] });
    connection = await connect(targetOf(server));
    docker = dockerOver(connection);
  });
  afterAll(async () => {
    connection?.close();
    await server?.stop();
  });

  const run = async (name: string, image: string, ...more: string[]): Promise<string> => {
    const id = await server.docker('run', '-d', '--name', name, ...more, image);
    return id.trim();
  };

  test('tells its version and state, and becomes a Swarm of one node once', async () => {
    expect((await pingDocker(docker)).apiVersion).toMatch(/^1\.\d+$/);
    expect((await dockerVersion(docker)).os).toBe('linux');
    const address = server.address;
    expect(await ensureSwarm(docker, { advertiseAddress: address })).toEqual({ created: true });
    expect(await ensureSwarm(docker, { advertiseAddress: address })).toEqual({ created: false });
    expect((await dockerInfo(docker)).swarm).toMatchObject({ state: 'active', isManager: true });
  });

  test('answers fifty calls at once without blocking the loop', async () => {
    const began = performance.now();
    await Promise.all(Array.from({ length: 50 }, () => dockerInfo(docker)));
    expect(performance.now() - began).toBeLessThan(soonMs);
  });

  describe('containers', () => {
    test('are listed, stopped, started and restarted, and events tell within a moment', async () => {
      const stop = new AbortController();
      const events = watchEvents(docker, { types: ['container'], signal: stop.signal });
      expect((await events.next()).value).toMatchObject({ type: 'open' });
      const id = await run('one', app, '--label', 'quayside.test=a b');
      const [found] = await listContainers(docker, { labels: { 'quayside.test': 'a b' } });
      expect(found).toMatchObject({ id, name: 'one', state: 'running', labels: { 'quayside.test': 'a b' } });
      await stopContainer(docker, id, { timeoutSeconds: 1 });
      await stopContainer(docker, id, { timeoutSeconds: 1 });
      expect(await inspectContainer(docker, id)).toMatchObject({ state: 'exited' });
      await startContainer(docker, id);
      await restartContainer(docker, id, { timeoutSeconds: 1 });
      expect(await inspectContainer(docker, 'one')).toMatchObject({ state: 'running' });
      const seen: string[] = [];
      for await (const event of events) {
        if (event.type === 'container' && event.id === id) seen.push(event.action);
        if (seen.filter((a) => a === 'start').length === 3) stop.abort();
      }
      expect(seen.filter((a) => ['create', 'start', 'stop'].includes(a))).toEqual([
        'create',
        'start',
        'stop',
        'start',
        'stop',
        'start',
      ]);
      await server.docker('rm', '-f', id);
      expect(await inspectContainer(docker, id)).toBeNull();
    });

    test('compose projects are read off their labels', async () => {
      const label = 'com.docker.compose.project';
      await run('shop-web-1', app, '--label', `${label}=shop`, '--label', `${label}.working_dir=/srv/shop`);
      const projects = await listComposeProjects(docker);
      expect(projects).toMatchObject([
        { name: 'shop', workingDir: '/srv/shop', containers: [{ name: 'shop-web-1' }] },
      ]);
      await server.docker('rm', '-f', 'shop-web-1');
    });

    test('what a container uses only grows, and is nothing where it does not run', async () => {
      const id = await run('load', app);
      const before = await containerCounters(docker, id);
      expect(before?.memoryBytes).toBeGreaterThan(0);
      expect(before?.cores).toBeGreaterThan(0);
      const now = await containerCounters(docker, id);
      expect(now?.systemNs).toBeGreaterThan(before?.systemNs ?? Number.POSITIVE_INFINITY);
      expect(now?.cpuNs).toBeGreaterThanOrEqual(before?.cpuNs ?? Number.POSITIVE_INFINITY);
      await server.docker('kill', id);
      expect(await containerCounters(docker, id)).toBe(null);
      await server.docker('rm', '-f', id);
      expect(await containerCounters(docker, id)).toBe(null);
    });

    test('a terminal has its size, is resized, and tells its exit code', async () => {
      const id = await run('shell', app);
      const terminal = await execTerminal(docker, id, { argv: ['/bin/sh'], cols: 100, rows: 30 });
      let seen = '';
      terminal.stream.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
      terminal.stream.write('stty size\n');
      await expect.poll(() => seen).toContain('30 100');
      await terminal.resize(120, 40);
      terminal.stream.write('stty size\n');
      await expect.poll(() => seen).toContain('40 120');
      terminal.stream.write('exit 6\n');
      expect(await terminal.done).toEqual({ exitCode: 6, signal: null });
      // a closed window leaves neither the shell nor what ran in it
      const closed = await execTerminal(docker, id, { argv: ['/bin/sh', '-i'], cols: 80, rows: 24 });
      closed.stream.resume();
      closed.stream.write('sleep 4242\n');
      const left = async () => (await server.docker('top', id)).match(/sleep 4242|sh -i/g)?.length ?? 0;
      await expect.poll(left).toBe(2);
      closed.close();
      await closed.done;
      await expect.poll(left).toBe(0);
      await server.docker('rm', '-f', id);
    });
  });

  describe('logs', () => {
    const read = async (
      batches: AsyncIterable<{ lines: readonly LogLine[] }>,
      count = Number.POSITIVE_INFINITY,
    ) => {
      const lines: LogLine[] = [];
      for await (const batch of batches) {
        lines.push(...batch.lines);
        if (lines.length >= count) break;
      }
      return lines;
    };

    test('both outputs, long lines, tail and since', async () => {
      const script =
        'echo out; sleep 1; echo err >&2; sleep 1; head -c 40000 /dev/zero | tr "\\0" x; echo; printf "no end"';
      await server.docker('run', '--name', 'talk', app, '/bin/sh', '-c', script);
      const lines = await read(containerLogs(docker, 'talk'));
      expect(lines.map(({ stream, text, isCut }) => [stream, text.length, isCut])).toEqual(
        [
          ['stdout', 3, false],
          ['stderr', 3, false],
          ['stdout', 16384, true],
          ['stdout', 6, false],
        ].slice(0, lines.length),
      );
      expect(lines.length).toBeGreaterThanOrEqual(3);
      expect(await read(containerLogs(docker, 'talk', { tail: 1 }))).toHaveLength(1);
      const since = await read(containerLogs(docker, 'talk', { since: lines[1]?.at }));
      expect(since[0]).toEqual(lines[1]);
      await server.docker('rm', '-f', 'talk');
    });

    test('a chatty container is followed until the reader stops', async () => {
      const id = await run('chatty', 'quayside-lab/app:chatty');
      const lines = await read(containerLogs(docker, id, { follow: true }), 20_000);
      expect(lines.length).toBeGreaterThanOrEqual(20_000);
      await server.docker('rm', '-f', id);
      expect((await pingDocker(docker)).apiVersion).toMatch(/^1\.\d+$/);
    });

    test('a container with a terminal has plain lines', async () => {
      await server.docker('run', '-t', '--name', 'tty', app, '/bin/sh', '-c', 'echo one; echo two');
      const lines = await read(containerLogs(docker, 'tty'));
      expect(lines.map((l) => l.text)).toEqual(['one', 'two']);
      await server.docker('rm', '-f', 'tty');
    });

    test('the log of a container that is not there is NOT_FOUND', async () => {
      await expect(read(containerLogs(docker, 'nobody'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('images', () => {
    test('are inspected, named, listed and removed', async () => {
      expect(await inspectImage(docker, app)).toMatchObject({
        os: 'linux',
        exposedPorts: ['8080/tcp'],
        hasHealthCheck: false,
      });
      await tagImage(docker, app, 'quayside/web', 'd-1');
      expect((await listImages(docker, { reference: 'quayside/*' })).flatMap((i) => i.tags)).toContain(
        'quayside/web:d-1',
      );
      await removeImage(docker, 'quayside/web:d-1');
      await removeImage(docker, 'quayside/web:d-1');
      expect(await inspectImage(docker, 'quayside/web:d-1')).toBeNull();
    });

    test('a pull reports progress and gives the digest; a missing one says so', async () => {
      await using registry = await startRegistry();
      const pinned = await registry.push(server, app, 'team/app:1');
      const progress: string[] = [];
      const reference = `${registry.host}/team/app:1`;
      const pulled = await pullImage(docker, reference, {
        onProgress: ({ status }) => progress.push(status),
      });
      expect(pulled).toEqual({ id: (await inspectImage(docker, app))?.id, digest: pinned });
      expect(progress.join()).toContain('Digest');
      await expect(pullImage(docker, `${registry.host}/team/none:1`)).rejects.toMatchObject({
        code: 'REMOTE_FAILED',
        data: { cure: expect.stringContaining('image name') },
      });
      await expect(pullImage(docker, 'localhost:1/none:1')).rejects.toMatchObject({ code: 'REMOTE_FAILED' });
    });
  });

  describe('Swarm services', () => {
    beforeAll(() => ensureSwarm(docker, { advertiseAddress: server.address }));

    const settled = async (id: string, replicas: number, check: (image: string) => boolean = () => true) =>
      expect
        .poll(
          async () => {
            const tasks = await listTasks(docker, { service: id, desiredState: 'running' });
            return tasks.filter((t) => t.state === 'running' && check(t.image)).length;
          },
          { interval: 200 },
        )
        .toBe(replicas);

    test('are created, updated start-first, scaled, restarted and removed', async () => {
      const network = await ensureNetwork(docker, { name: 'qs-net', labels });
      expect(await ensureNetwork(docker, { name: 'qs-net', labels })).toEqual({
        id: network.id,
        created: false,
      });
      const secret = await createSecret(docker, {
        name: 'qs-secret',
        data: Buffer.from([0, 1, 255]),
        labels,
      });
      expect(await listSecrets(docker, { labels })).toMatchObject([{ id: secret.id, name: 'qs-secret' }]);
      const spec = specOf({
        networks: [{ target: 'qs-net', aliases: ['web'] }],
        secrets: [{ id: secret.id, name: 'qs-secret', target: 'token' }],
        limits: { cpus: 0.5, memoryBytes: 64 * 1024 * 1024 },
      });
      const { id } = await createService(docker, spec);
      await settled(id, 2);
      await expect(createService(docker, spec)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await listServices(docker, { labels })).toMatchObject([{ id, name: 'web', replicas: 2 }]);

      const [task] = await listTasks(docker, { service: id });
      const environment = await server.docker('exec', task?.containerId ?? '', 'cat', '/proc/1/environ');
      expect(environment.split('\0')).toContain(`ODD=${spec.env?.ODD}`);
      expect(
        await server.docker('exec', task?.containerId ?? '', 'sh', '-c', 'wc -c </run/secrets/token'),
      ).toContain('3');

      const before = await inspectService(docker, 'web');
      await updateService(docker, id, before?.version ?? 0, { ...spec, image: 'quayside-lab/app:2' });
      await expect(updateService(docker, id, before?.version ?? 0, spec)).rejects.toMatchObject({
        code: 'CONFLICT',
        data: { field: 'version' },
      });
      await expect.poll(async () => (await inspectService(docker, id))?.update.state).toBe('completed');
      await settled(id, 2, (image) => image.startsWith('quayside-lab/app:2'));

      await scaleService(docker, id, 1);
      await settled(id, 1);
      await restartService(docker, id);
      await expect
        .poll(async () => (await listTasks(docker, { service: id, desiredState: 'running' }))[0]?.forceUpdate)
        .toBe(1);
      await settled(id, 1);

      const lines: LogLine[] = [];
      for await (const batch of serviceLogs(docker, id)) lines.push(...batch.lines);
      expect(new Set(lines.map((l) => l.replica)).size).toBeGreaterThan(1);
      expect(lines.every((l) => /^[a-z0-9]{25}$/.test(l.replica) && l.text !== '')).toBe(true);

      await removeService(docker, id);
      await removeService(docker, id);
      expect(await inspectService(docker, id)).toBeNull();
      await expect.poll(async () => (await listContainers(docker, { labels })).length).toBe(0);
      await removeSecret(docker, secret.id);
      await expect
        .poll(() =>
          removeNetwork(docker, 'qs-net').then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    });

    test('a host port is really published', async () => {
      const ports = [{ target: 8080, published: 8088, protocol: 'tcp' }] as const;
      const { id } = await createService(
        docker,
        specOf({
          name: 'port',
          replicas: 1,
          ports,
          update: { order: 'stop-first', monitorMs: 1_000, onFailure: 'pause' },
        }),
      );
      await settled(id, 1);
      const answer = await server.must([
        'curl',
        '-s',
        '--retry',
        '5',
        '--retry-connrefused',
        'http://127.0.0.1:8088/health',
      ]);
      expect(answer).toContain('ok');
      await removeService(docker, id);
    });
  });

  test('events go on at their cursor after the connection was lost and the daemon restarted', async () => {
    const stop = new AbortController();
    const connections: SshConnection[] = [];
    const open = async () => {
      const made = await connect(targetOf(server));
      connections.push(made);
      return dockerOver(made);
    };
    const events = followEvents(open, { types: ['container'], signal: stop.signal, maxBackoffMs: 300 });
    const until = async (isWanted: (event: DockerEvent) => boolean) => {
      for (;;) {
        const { value, done } = await events.next();
        if (done) throw new Error('events ended');
        if (isWanted(value)) return value;
      }
    };
    const named = (name: string, action: string) => (e: DockerEvent) =>
      e.type !== 'open' && e.action === action && e.attributes.name === name;
    await until((e) => e.type === 'open');
    await server.docker('run', '-d', '--name', 'first', app);
    await until(named('first', 'start'));
    connections.at(-1)?.close();
    await server.docker('run', '-d', '--name', 'while-away', app);
    await until((e) => e.type === 'open');
    await until(named('while-away', 'start'));
    await server.must(['systemctl', 'restart', 'docker']);
    await until((e) => e.type === 'open');
    await server.docker('rm', '-f', 'first');
    await until(named('first', 'destroy'));
    stop.abort();
    for (const made of connections) made.close();
  });
});

describeOnLab('the way to Docker', () => {
  test('without forwarding, through dial-stdio, for root and for a sudo user; a guest is refused with the cure', async () => {
    await using server = await startServer({ streamLocal: false });
    for (const user of ['root', 'deploy', 'dockhand']) {
      await using link = await connectTo(server, user);
      const docker = dockerOver(link.connection);
      await Promise.all(Array.from({ length: 10 }, () => dockerInfo(docker)));
      const stop = new AbortController();
      const events = watchEvents(docker, { signal: stop.signal });
      expect((await events.next()).value).toMatchObject({ type: 'open' });
      stop.abort();
      await events.return(undefined);
    }
    await using guest = await connectTo(server, 'guest');
    await expect(dockerInfo(dockerOver(guest.connection))).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { cure: expect.stringContaining('docker group') },
    });
  });

  test('with forwarding, a sudo user and a guest', async () => {
    await using server = await startServer();
    await using deploy = await connectTo(server, 'deploy');
    expect((await dockerInfo(dockerOver(deploy.connection))).name).toBe(server.name);
    await using guest = await connectTo(server, 'guest');
    await expect(dockerInfo(dockerOver(guest.connection))).rejects.toMatchObject({
      data: { cure: expect.stringContaining('docker group') },
    });
  });

  test.each([
    ['absent', 'not installed'],
    ['stopped', 'not running'],
    ['old', 'too old'],
  ] as const)('a server whose Docker is %s says: %s', async (state, words) => {
    await using server = await startServer({ docker: state });
    await using link = await connectTo(server);
    await expect(dockerInfo(dockerOver(link.connection))).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      data: { stderr: expect.stringContaining(words), cure: expect.any(String) },
    });
  });
});
