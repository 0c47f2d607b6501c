import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { caddyImage, type LabServer, loadCaddy, startServer } from '#test/lab/index.ts';
import {
  addService,
  deploy,
  type Ground,
  logText,
  makeGround,
  reconfigure,
  untilEnd,
  untilState,
} from './deploy-support.ts';
import { deployKilled } from './killed-host.ts';
import { ask, load, longWork } from './routing-support.ts';

const host = 'shop.example.com';

/** What tells two versions of the project apart. */
interface Version {
  readonly image?: '1' | '2' | 'unhealthy';
  readonly replicas?: number;
  /** Of the part that no proxy leads to. */
  readonly worker?: string;
  /** A port of the server that the part holds. */
  readonly port?: number;
}

/** A part that a proxy leads to, with one that runs once before it and one that waits for it. */
const projectOf = ({ image = '1', replicas = 1, worker = 'one', port }: Version): ComposeSpec => ({
  type: 'compose',
  files: [
    {
      path: 'compose.yaml',
      text: `
services:
  before:
    image: quayside-lab/app:1
    command: [sh, -c, "date +%s%N >>/ran/times"]
    volumes: ["ran:/ran"]
  web:
    image: quayside-lab/app:${image}
    stop_grace_period: 1s
    command: ${JSON.stringify(['sh', '-ec', longWork.replaceAll('$', '$$$$')])}
    depends_on: {before: {condition: service_completed_successfully}}
    deploy: {replicas: ${replicas}}
    ${port === undefined ? '' : `ports: ["${port}:8080"]`}
    healthcheck:
      test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:8080/health"]
      interval: 1s
      timeout: 10s
      retries: 3
  worker:
    image: quayside-lab/app:1
    stop_grace_period: 1s
    environment: {WORKER: ${worker}}
  after:
    image: quayside-lab/app:1
    depends_on: [web]
volumes: {ran: }
`,
    },
  ],
  composeFiles: ['compose.yaml'],
  profiles: [],
  soakSeconds: 1,
  drainSeconds: 60,
});

/** `npm run soak faults` kills at each step, and not only while it starts. */
const isSoak = process.env.QUAYSIDE_SOAK_TURNS !== undefined;

const killPoints = [
  { at: 'verifying', delayMs: 0, to: '2', replicas: 2 },
  ...(isSoak
    ? ([
        { at: 'retiring', delayMs: 40, to: '1', replicas: 1 },
        { at: 'starting', delayMs: 0, to: '2', replicas: 1 },
        { at: 'draining', delayMs: 0, to: '1', replicas: 1 },
        { at: 'back', delayMs: 0, to: '2', replicas: 1 },
      ] as const)
    : []),
] as const;

describeOnLab('an update of a compose project behind a proxy', () => {
  let server: LabServer;
  let ground: Ground;
  let serviceId: string;
  let dataFolder: string;

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'quayside-drain-'));
    server = await startServer({
      swarm: true,
      images: ['quayside-lab/app:1', 'quayside-lab/app:2', 'quayside-lab/app:unhealthy'],
    });
    await loadCaddy(server);
    ground = await makeGround(server, { dataFolder });
    const { client, serverId } = ground;
    await client.proxy.install({ serverId, type: 'caddy', image: caddyImage });
    serviceId = await addService(ground, 'shop', projectOf({}));
    await client.domain.create({ serviceId, host, port: 8080, part: 'web', https: 'none' });
    await succeed();
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const succeed = async (): Promise<string> => {
    const ended = await deploy(ground, serviceId);
    expect(ended.state, `${ended.reason}\n${await logText(ground.client, ended.id)}`).toBe('succeeded');
    return ended.id;
  };

  /** The containers of the project by their parts, in the order of their making. */
  const containers = async (): Promise<Record<string, string[]>> => {
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
    const filter = `label=quayside.service=${serviceId}`;
    const text = await server.docker('ps', '--all', '--filter', filter, '--format', format);
    const lines = text.split('\n').map((line) => line.split(' '));
    const byPart = Map.groupBy(lines, ([part = '']) => part);
    return Object.fromEntries([...byPart].map(([part, each]) => [part, each.map(([, id = '']) => id)]));
  };

  /** Docker Compose by hand, on what is current. */
  const compose = (...argv: string[]): Promise<string> => {
    const script = `cd "$1" && shift && read -r current _ <current && exec docker compose -p "$(cat project)" \\
      --project-directory . --env-file "releases/$current.env" -f "releases/$current.yaml" "$@" 2>&1`;
    const folder = `/var/lib/quayside/compose/${serviceId.toLowerCase().replaceAll('_', '-')}`;
    return server.must(['sh', '-c', script, 'sh', folder, ...argv]);
  };

  /** How often the part that runs once did. */
  const runs = async (): Promise<number> => {
    const { worker } = await containers();
    const volume = (
      await server.docker('volume', 'ls', '-q', '--filter', 'label=com.docker.compose.volume=ran')
    ).trim();
    expect(worker).toHaveLength(1);
    return Number(
      await server.must(['sh', '-c', 'wc -l <"$1"', 'sh', `/var/lib/docker/volumes/${volume}/_data/times`]),
    );
  };

  /** What has to be true after anything: one version that answers, and nothing of another, for Compose neither. */
  const expectWhole = async (deploymentId: string, body: string, replicas = 1): Promise<void> => {
    expect((await ground.client.service.get({ serviceId })).currentDeploymentId).toBe(deploymentId);
    const before = await containers();
    expect(Object.values(before).map(({ length }) => length)).toEqual(
      Object.keys(before).map((part) => (part === 'web' ? replicas : 1)),
    );
    expect(Object.keys(before).toSorted()).toEqual(['after', 'before', 'web', 'worker']);
    await expect.poll(() => ask(server, host).catch(String)).toMatchObject({ status: 200, body });
    expect(await compose('up', '-d', '--remove-orphans')).not.toMatch(/recreate|removed/i);
    expect(await containers()).toEqual(before);
  };

  const open = () => {
    const mayEnd = Promise.withResolvers<void>();
    const answer = ask(server, host, '/cgi-bin/upload', {
      method: 'POST',
      headers: { 'Content-Length': '2' },
      body: inTwo(mayEnd.promise),
    });
    answer.catch(() => undefined);
    return { answer, end: mayEnd.resolve };
  };

  it('loses no request, neither on the way back: short ones, one of ten seconds and an upload', async () => {
    const { client } = ground;
    const first = (await client.service.get({ serviceId })).currentDeploymentId ?? '';
    const [before, ran] = [await containers(), await runs()];
    const requests = load(server, host, 40);
    await reconfigure(client, serviceId, projectOf({ image: '2', worker: 'two' }));
    const upload = open();
    const update = await client.deployment.create({ serviceId });
    await untilState(ground, update.id, ({ state }) => state === 'verifying');
    const slow = ask(server, host, '/cgi-bin/slow');
    await expect.poll(() => logText(client, update.id)).toMatch(/open requests? to wait for/);
    upload.end();
    expect(await upload.answer).toMatchObject({ status: 200, body: 'got 2' });
    // of either version: on a busy machine it may come in only after the switch
    expect(await slow).toMatchObject({ status: 200, body: expect.stringMatching(/^slow [12]$/) });
    const ended = await untilEnd(ground, update.id);
    expect(ended.state, await logText(client, update.id)).toBe('succeeded');
    expect(await runs()).toBe(ran + 1);
    const after = await containers();
    expect(after.after).toEqual(before.after);
    expect(after.web).not.toEqual(before.web);
    expect(after.worker).not.toEqual(before.worker);
    await expectWhole(update.id, '2');

    const another = open();
    const { id } = await client.deployment.rollback({ deploymentId: first });
    await expect.poll(() => logText(client, id)).toMatch(/open requests? to wait for/);
    another.end();
    expect(await another.answer).toMatchObject({ status: 200, body: 'got 2' });
    expect((await untilEnd(ground, id)).state, await logText(client, id)).toBe('succeeded');
    const { sent, lost } = await requests.stop();
    expect(lost).toEqual([]);
    expect(sent).toBeGreaterThan(100);
    expect([...requests.versions].toSorted()).toEqual(['1', '2']);
  });

  it('never leads anybody to a version that fails, and leaves the old one as it is', async () => {
    const { currentDeploymentId: id } = await ground.client.service.get({ serviceId });
    const { web } = await containers();
    const requests = load(server, host, 40);
    await reconfigure(ground.client, serviceId, projectOf({ image: 'unhealthy' }));
    const ended = await deploy(ground, serviceId);
    expect(ended).toMatchObject({ state: 'rolled-back', reason: expect.stringContaining('keeps serving') });
    expect(ended.reason).toContain('web of the new version became unhealthy');
    const { lost } = await requests.stop();
    expect(lost).toEqual([]);
    expect([...requests.versions]).toEqual(['1']);
    expect((await containers()).web).toEqual(web);
    await expectWhole(id ?? '', '1');
  });

  it.each(killPoints)(
    'loses nobody where the host is killed at “$at”',
    async ({ at, delayMs, to, replicas }) => {
      const { currentDeploymentId: before } = await ground.client.service.get({ serviceId });
      await reconfigure(ground.client, serviceId, projectOf({ image: to, replicas }));
      const requests = load(server, host, 40);
      const left = await deployKilled(ground, { dataFolder, serviceId, at, delayMs });
      ground = left.ground;
      const ended = await untilEnd(ground, left.deploymentId);
      expect((await requests.stop()).lost).toEqual([]);
      const log = await logText(ground.client, ended.id);
      expect(ended.state, log).toBe(at === 'back' ? 'cancelled' : 'succeeded');
      if (at === 'back') await expectWhole(before ?? '', '1');
      else await expectWhole(ended.id, to, replicas);
    },
  );

  it('says beforehand that a part is out for a moment that holds a port of the server', async () => {
    const { client } = ground;
    await reconfigure(client, serviceId, projectOf({ image: '2', port: 8088 }));
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.warnings.join('\n')).toMatch(
      /“web” is replaced in its place, since it holds a port of the server: a short outage/,
    );
    expect(plan).toMatchObject({
      order: 'stop-first',
      steps: expect.arrayContaining(['Lead its domains to it']),
    });
  });
});

/** Two bytes, of which the second one waits. */
async function* inTwo(mayEnd: Promise<void>): AsyncGenerator<string> {
  yield 'x';
  await mayEnd;
  yield 'y';
}
