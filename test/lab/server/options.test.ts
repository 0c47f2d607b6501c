import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { type RunResult, run } from '../host/run.ts';
import { labPassword } from './options.ts';
import type { LabServer } from './server.ts';
import { startServer } from './start.ts';

/** The system's ssh asks this script for the password. */
async function signInByPassword(server: LabServer, password: string): Promise<RunResult> {
  const folder = await mkdtemp(join(tmpdir(), 'quayside-lab-askpass-'));
  const script = join(folder, 'askpass');
  await writeFile(script, `#!/bin/sh\necho '${password}'\n`, { mode: 0o700 });
  const options = [
    'PreferredAuthentications=password',
    'NumberOfPasswordPrompts=1',
    'StrictHostKeyChecking=no',
  ];
  const flags = [...options, 'UserKnownHostsFile=/dev/null'].flatMap((option) => ['-o', option]);
  const argv = ['ssh', '-F', 'none', ...flags, '-p', String(server.port), `deploy@${server.host}`, 'whoami'];
  const env = { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force' };
  return run(argv, { env }).finally(() => rm(folder, { recursive: true }));
}

describeOnLab('a lab server can be', () => {
  test('without Docker, which apt-get then installs without a network', async () => {
    await using server = await startServer({ docker: 'absent' });
    expect((await server.exec(['which', 'docker', 'dockerd'])).code).not.toBe(0);
    const env = {
      input:
        'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq docker.io docker-cli',
    };
    await server.must(['sh', '-s'], env);
    expect(await server.docker('version', '--format', '{{.Server.Version}}')).toMatch(/^26\./);
  });

  test('with a Docker that is stopped and stays so', async () => {
    await using server = await startServer({ docker: 'stopped' });
    expect((await server.exec(['docker', 'ps'])).stderr).toContain('Cannot connect to the Docker daemon');
    expect((await server.exec(['systemctl', 'start', 'docker'])).stderr).toContain('masked');
  });

  test('with a Docker of 2017', async () => {
    await using server = await startServer({ docker: 'old' });
    const get = (path: string) =>
      server.must(['curl', '--silent', '--unix-socket', '/var/run/docker.sock', `http://docker${path}`]);
    expect(JSON.parse(await get('/version'))).toMatchObject({ Version: '17.03.2-ce', ApiVersion: '1.27' });
    expect(await get('/v1.41/containers/json')).toContain('client is newer than server');
    expect(await server.docker('--version')).toContain('17.03.2-ce');
  });

  test('with so small a disk that an image does not fit', async () => {
    await using server = await startServer({ dockerDiskMb: 3 });
    await expect(server.loadImage('quayside-lab/app:1')).rejects.toThrow('no space left on device');
  });

  test('with passwords taken and forwarding to sockets forbidden', async () => {
    await using server = await startServer({ passwordLogin: true, streamLocal: false });
    const settings = await server.must(['sshd', '-T']);
    expect(settings).toContain('passwordauthentication yes');
    expect(settings).toContain('permitrootlogin yes');
    expect(settings).toContain('allowstreamlocalforwarding no');
    expect(await signInByPassword(server, labPassword)).toMatchObject({ code: 0, stdout: 'deploy\n' });
    expect(await signInByPassword(server, 'wrong')).toMatchObject({ code: 255 });
  });

  test('a Swarm manager whose unhealthy update rolls back by itself', async () => {
    const images = ['quayside-lab/app:1', 'quayside-lab/app:unhealthy'] as const;
    await using server = await startServer({ swarm: true, images });
    const health = ['--health-cmd', 'wget -q -O /dev/null http://127.0.0.1:8080/health'];
    const timing = ['--health-interval', '500ms', '--health-retries', '2'];
    const place = ['--network', 'lab', '--endpoint-mode', 'dnsrr', '--update-failure-action', 'rollback'];
    const create = ['service', 'create', '--name', 'web', ...health, ...timing, ...place];
    // docker itself looks on for as long as is monitored, also where nothing is updated and after it was rolled back.
    await server.docker(...create, '--update-monitor', '1s', '--rollback-monitor', '1s', images[0]);
    const update = ['docker', 'service', 'update', '--quiet', '--update-monitor', '30s'];
    await server.exec([...update, '--image', images[1], 'web']);
    expect(await server.docker('service', 'inspect', '--format', '{{.UpdateStatus.State}}', 'web')).toBe(
      'rollback_completed',
    );
  });
});
