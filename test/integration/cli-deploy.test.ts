import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import {
  type Ended,
  newDataFolder,
  removeFolder,
  runCli,
  type SpawnedHost,
  spawnHost,
} from '#test/support/spawn-host.ts';
import { healthCheckOf } from './deploy-support.ts';

const dataFolder = newDataFolder();
const web = 'acme/shop/production/web';
let host: SpawnedHost;
let server: LabServer;

const run = (...args: string[]): Promise<Ended> => runCli(args, { env: { QUAYSIDE_DATA: dataFolder } });
const ok = async (...args: string[]): Promise<string> => {
  const ended = await run(...args);
  expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining('quayside:')]);
  return ended.stdout;
};
const json = async (...args: string[]) => JSON.parse(await ok(...args, '--json')) as Record<string, unknown>;
const spec = (image: string): string =>
  JSON.stringify({
    source: { type: 'image', image },
    soakSeconds: 1,
    healthCheck: healthCheckOf(image),
  });

describeOnLab('a server and a service from the command line alone', () => {
  beforeAll(async () => {
    [host, server] = await Promise.all([
      spawnHost(dataFolder),
      startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:unhealthy'] }),
    ]);
    await ok('project', 'create', 'acme', 'shop');
  });
  afterAll(async () => {
    await host?.end();
    await server?.stop();
    removeFolder(dataFolder);
  });

  it('shows a host key, adds the server under it, and refuses any other with exit code 7', async () => {
    const address = ['--host', server.host, '--port', String(server.port)];
    const scanned = await json('server', 'scan', 'acme', ...address);
    expect(scanned).toMatchObject({ fingerprint: server.hostKeyFingerprint, known: 'unknown' });
    const add = (fingerprint: string) => [
      ...['server', 'create', 'acme', '--name', 'srv1', ...address, '--user', server.user],
      ...[
        '--auth.type',
        'key',
        '--auth.private-key',
        `@${server.privateKeyPath}`,
        '--fingerprint',
        fingerprint,
      ],
    ];
    const wrong = await run(...add(`SHA256:${'A'.repeat(43)}`));
    expect(wrong.code).toBe(7);
    await ok(...add(String(scanned.fingerprint)));
    expect(await ok('server', 'list', 'acme')).toContain('srv1');
    expect(await json('server', 'get', 'acme/srv1')).toMatchObject({ name: 'srv1' });
    expect(await ok('server', 'check', 'acme/srv1')).toContain('Docker');
  });

  it('plans, deploys with the log in view, and exits by the outcome', async () => {
    await ok(
      'service',
      'create',
      'acme/shop/production',
      '--name',
      'web',
      '--server',
      'acme/srv1',
      '--spec',
      spec('quayside-lab/app:1'),
    );
    expect(await json('deployment', 'create', web, '--dry-run')).toMatchObject({ isFirst: true });
    expect(await json('deployment', 'list', web)).toMatchObject({ items: [] });

    const first = await run('deploy', web, '--follow');
    expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/^deployment dep_\w+ succeeded/m)]);
    expect(first.stdout.split('\n').length).toBeGreaterThan(3);

    await ok('service', 'configure', web, '--spec', spec('quayside-lab/app:unhealthy'));
    const second = await run('deployment', 'create', web, '--wait');
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/rolled-back: .*unhealthy/);

    expect(await json('deployment', 'get', `${web}#latest`)).toMatchObject({
      number: 2,
      state: 'rolled-back',
    });
    expect(await json('deployment', 'get', `${web}#1`)).toMatchObject({ number: 1, state: 'succeeded' });
    expect(await ok('service', 'runtime', web)).toContain('running');
    expect(await ok('logs', web, '--no-follow', '--tail', '5')).toBeTypeOf('string');
  });

  it('types into a shell on the server and takes over its exit code', async () => {
    const shell = await runCli(['terminal', 'server', 'acme/srv1'], {
      env: { QUAYSIDE_DATA: dataFolder },
      stdin: 'echo "sum=$((40 + 2))"; exit 9\n',
    });
    expect(shell.stdout).toContain('sum=42');
    expect(shell.code).toBe(9);
  });
});
