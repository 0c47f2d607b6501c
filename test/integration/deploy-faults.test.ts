import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import type { Deployment } from '#shared/contract/deployment.ts';
import { isFinal } from '#shared/model/deployment.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import {
  type LabRegistry,
  type LabServer,
  startRegistry,
  startServer,
  type TcpProxy,
  tcpProxy,
} from '#test/lab/index.ts';
import {
  addService,
  askReplica,
  deploy,
  type Ground,
  logText,
  makeGround,
  quickCheck,
  reconfigure,
  specOf,
  untilEnd,
  untilRuntime,
  untilState,
} from './deploy-support.ts';

/** `npm run soak faults` cuts the connection so many more times, at bytes that nobody chose. */
const moreCuts = Number(process.env.QUAYSIDE_SOAK_CUTS ?? 0);

/** After how many bytes of a deployment the connection is cut: among its first calls, in the middle, near its end. */
const cuts = [0, 5_000, 14_000, 30_000];

describeOnLab('a deployment, whatever happens to its server', () => {
  let server: LabServer;
  let registry: LabRegistry;
  let way: TcpProxy;
  let ground: Ground;
  let serviceId: string;
  let serving = '1';

  beforeAll(async () => {
    [server, registry] = await Promise.all([
      startServer({
        swarm: true,
        images: [
          'quayside-lab/app:1',
          'quayside-lab/app:2',
          'quayside-lab/app:unhealthy',
          'quayside-lab/app:crash',
        ],
      }),
      startRegistry(),
    ]);
    way = await tcpProxy({ host: server.host, port: server.port });
    const { host, user, privateKey, hostKeyFingerprint } = server;
    ground = await makeGround({ host, port: way.port, user, privateKey, hostKeyFingerprint });
    serviceId = await addService(ground, 'web');
    expect((await deploy(ground, serviceId)).reason).toBeNull();
  });
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await way?.close();
    await Promise.all([server?.stop(), registry?.stop()]);
  });

  const next = (): '1' | '2' => (serving === '1' ? '2' : '1');

  /** Begins to deploy the version that does not serve. */
  const begin = async (fields: Parameters<typeof specOf>[0] = {}): Promise<string> => {
    await reconfigure(ground.client, serviceId, specOf({ image: `quayside-lab/app:${next()}`, ...fields }));
    return (await ground.client.deployment.create({ serviceId })).id;
  };

  const untilAt = (id: string, ...states: Deployment['state'][]) =>
    untilState(ground, id, ({ state }) => states.includes(state) || isFinal(state));

  /** What has to be true after any fault: one version runs, it is the one that is told, and nothing of another is left. */
  const expectWhole = async (ended: Deployment): Promise<void> => {
    const told = `${ended.state}: ${ended.reason}\n${await logText(ground.client, ended.id)}`;
    if (ended.state === 'succeeded') serving = next();
    else expect(ended.reason, told).toMatch(/\S/);
    const { currentDeploymentId } = await ground.client.service.get({ serviceId });
    expect(currentDeploymentId === ended.id, told).toBe(ended.state === 'succeeded');
    const services = await server.docker('service', 'ls', '--format', '{{.Name}}');
    expect(services.split('\n'), told).toHaveLength(1);
    const label = '{{.Label "quayside.deployment"}}';
    const own = ['--filter', `label=quayside.service=${serviceId}`, '--format', label];
    await expect
      .poll(async () => new Set((await server.docker('ps', ...own)).split('\n')), { message: told })
      .toHaveLength(1);
    expect(await askReplica(server, serviceId), told).toBe(serving);
    await untilRuntime(ground, serviceId, ({ state }) => state === 'running');
  };

  const randomCuts = Array.from({ length: moreCuts }, () => Math.round(Math.random() * 40_000));

  it.each([...cuts, ...randomCuts])(
    'goes on where the connection is cut after %i bytes, or has changed nothing yet',
    async (afterBytes) => {
      way.set({ kind: 'cut', afterBytes, once: true });
      const ended = await untilEnd(ground, await begin());
      way.heal();
      if (ended.state !== 'succeeded') {
        expect(ended).toMatchObject({
          state: 'failed',
          reason: expect.stringContaining('lab cannot be reached'),
        });
        expect(ended.reason).toContain('Nothing was changed on the server.');
      }
      await expectWhole(ended);
    },
  );

  it.each([
    ['starting', 'Docker is restarted', () => server.must(['systemctl', 'restart', 'docker'])],
    ['verifying', 'Docker is restarted', () => server.must(['systemctl', 'restart', 'docker'])],
    ['verifying', 'the whole server is restarted', () => server.reboot()],
    ['verifying', 'all of the server stands still for two seconds', () => frozen()],
    ['starting', 'its Docker stands still for two seconds', () => frozen('docker')],
  ] as const)('leaves one version, and says which, where at “%s” %s', async (state, _what, fault) => {
    const id = await begin();
    await untilAt(id, state);
    await fault();
    await expectWhole(await untilEnd(ground, id));
  });

  async function frozen(unit?: string): Promise<void> {
    await server.freeze(unit);
    await delay(2_000);
    await server.thaw(unit);
  }

  it.each([
    ['hangs', { command: ['sleep', '1000'] }],
    ['flaps', { command: ['sh', '-c', 'test $(( $(date +%s) / 2 % 2 )) = 0'] }],
  ])('ends, and keeps one version, where the check of the health %s', async (_how, check) => {
    const healthCheck = { ...quickCheck, timeoutSeconds: 1, ...check };
    await expectWhole(await untilEnd(ground, await begin({ healthCheck })));
  });

  it('says that a version crashes which ran well until it was deployed, and a deployment mends it', async () => {
    const flag = { type: 'volume', name: 'flag', target: '/flag', readOnly: false } as const;
    const command = [
      'sh',
      '-c',
      'test ! -e /flag/broken || { echo the flag is there >&2; exit 3; }; exec /bin/app',
    ];
    const mended: Partial<ApplicationSpec> = { mounts: [flag], command };
    const ended = await untilEnd(ground, await begin(mended));
    await expectWhole(ended);
    const own = ['-q', '--filter', `label=quayside.service=${serviceId}`];
    const container = await server.docker('ps', ...own);
    await server.docker('exec', container, 'sh', '-c', 'touch /flag/broken');
    await server.docker('kill', container);
    await untilRuntime(ground, serviceId, ({ state }) => state === 'failed' || state === 'degraded');
    expect((await ground.client.deployment.get({ deploymentId: ended.id })).state).toBe('succeeded');
    await expectWhole(await untilEnd(ground, await begin({ mounts: [], command: [] })));
  });

  it('keeps what serves where the registry is down, and where it lets nobody in', async () => {
    const image = await registry.push(server, `quayside-lab/app:${next()}`, 'shop/web:1');
    const isThere = async () => (await server.docker('image', 'ls', '-q', image)) !== '';
    if (await isThere()) await server.docker('image', 'rm', image);
    await registry.machine.must(['systemctl', 'stop', 'registry']);
    const down = await untilEnd(ground, await begin({ image }));
    expect(down.state).toBe('failed');
    expect(down.reason).toContain(registry.machine.address);
    await expectWhole(down);
    await registry.machine.must(['systemctl', 'start', 'registry']);
    await registry.requireSignIn({ username: 'ann', password: 'right' });
    const closed = await untilEnd(ground, await begin({ image }));
    expect(closed.state).toBe('failed');
    expect(closed.reason).toMatch(/registr/i);
    await expectWhole(closed);
  });

  it('stops at another host key, and goes on once somebody trusted it', async () => {
    const { client, serverId } = ground;
    const id = await begin();
    await untilAt(id, 'verifying');
    const before = server.hostKeyFingerprint;
    const fingerprint = await server.replaceHostKey();
    way.resetAll();
    const waiting = await untilState(ground, id, ({ state }) => state === 'interrupted' || isFinal(state));
    expect(waiting.state).toBe('interrupted');
    expect(waiting.reason).toContain(before);
    expect(waiting.reason).toContain(fingerprint);
    await client.server.trust({ serverId, fingerprint, typedName: 'lab' });
    const ended = await untilEnd(ground, id);
    expect(ended.state, ended.reason ?? '').toBe('succeeded');
    await expectWhole(ended);
  });
});
