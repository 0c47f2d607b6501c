import { expect, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { labPassword } from './options.ts';
import { startServer } from './start.ts';

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
    const typed = await server.exec(['su', '--command', 'id --user --name', 'deploy'], {
      user: 'guest',
      input: `${labPassword}\n`,
    });
    expect(typed.stdout).toBe('deploy\n');
  });

  test('a Swarm manager whose unhealthy update rolls back by itself', async () => {
    const images = ['quayside-lab/app:1', 'quayside-lab/app:unhealthy'] as const;
    await using server = await startServer({ swarm: true, images });
    const health = ['--health-cmd', 'wget -q -O /dev/null http://127.0.0.1:8080/health'];
    const timing = ['--health-interval', '500ms', '--health-retries', '2', '--update-monitor', '5s'];
    const place = ['--network', 'lab', '--endpoint-mode', 'dnsrr', '--update-failure-action', 'rollback'];
    await server.docker('service', 'create', '--name', 'web', ...health, ...timing, ...place, images[0]);
    await server.exec(['docker', 'service', 'update', '--quiet', '--image', images[1], 'web']);
    expect(await server.docker('service', 'inspect', '--format', '{{.UpdateStatus.State}}', 'web')).toBe(
      'rollback_completed',
    );
  });
});
