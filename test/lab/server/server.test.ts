import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { type RunResult, run } from '../host/run.ts';
import type { LabServer } from './server.ts';
import { startServer } from './start.ts';

let folder: string;

type Target = Pick<LabServer, 'host' | 'port' | 'privateKeyPath' | 'knownHostsLine'>;

/** The system's ssh with strict host key checking: what it lets pass is right. */
async function ssh(server: Target, argv: readonly string[], user = 'root'): Promise<RunResult> {
  const knownHosts = join(folder, createHash('sha256').update(server.knownHostsLine).digest('hex'));
  await writeFile(knownHosts, `${server.knownHostsLine}\n`);
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`];
  const flags = ['-F', 'none', '-i', server.privateKeyPath, '-p', String(server.port)];
  const target = `${user}@${server.host}`;
  return run(['ssh', '-q', ...flags, ...options.flatMap((option) => ['-o', option]), target, ...argv]);
}

/** Resolves with what the port says first within the time, or with how the connection ended. */
function firstWords(host: string, port: number, timeoutMs: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(port, host);
  const timer = setTimeout(() => resolve('silence'), timeoutMs);
  socket.on('data', (data) => resolve(data.toString()));
  socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  socket.on('close', () => resolve('closed'));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quayside-lab-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describeOnLab('a lab server', () => {
  let server: LabServer;
  beforeAll(async () => {
    server = await startServer({ images: ['quayside-lab/app:1'] });
  });
  afterAll(() => server?.stop());

  test('lets root in over SSH under the host key it names, and runs containers', async () => {
    const result = await ssh(server, ['docker run --rm quayside-lab/app:1 echo hello from a container']);
    expect(result).toEqual({ code: 0, stdout: 'hello from a container\n', stderr: '' });
  });

  test('runs systemd without a failed unit', async () => {
    expect(await server.must(['systemctl', 'is-system-running'])).toBe('running');
  });

  test('gives deploy sudo, dockhand Docker and guest neither', async () => {
    const rights = async (user: string) => ({
      sudo: (await ssh(server, ['sudo -n true'], user)).code === 0,
      docker: (await ssh(server, ['docker ps'], user)).code === 0,
    });
    expect(await rights('deploy')).toEqual({ sudo: true, docker: false });
    expect(await rights('dockhand')).toEqual({ sudo: false, docker: true });
    expect(await rights('guest')).toEqual({ sudo: false, docker: false });
  });

  test('takes no passwords, and forwards to sockets, as sshd does by default', async () => {
    const settings = await server.must(['sshd', '-T']);
    expect(settings).toContain('passwordauthentication no');
    expect(settings).toContain('allowstreamlocalforwarding yes');
    expect(settings).toContain('maxsessions 10');
  });

  test('does not reach the outside, and learns so at once', async () => {
    // curl's own word for what was refused, 28 where it had to give up waiting
    expect((await server.exec(['curl', '--silent', '--max-time', '60', 'http://192.0.2.1/'])).code).toBe(7);
    expect((await server.exec(['docker', 'pull', 'no.such.host.invalid/app'])).stderr).toMatch(
      /connection refused/,
    );
  });

  test('is the same machine after a reboot', async () => {
    const bootId = await server.must(['stat', '--format', '%Y', '/proc/1']);
    await server.must(['touch', '/root/kept']);
    await server.reboot();
    expect(await server.must(['stat', '--format', '%Y', '/proc/1'])).not.toBe(bootId);
    expect((await ssh(server, ['ls /root/kept && docker image ls --quiet quayside-lab/app:1'])).code).toBe(0);
  });

  test('says nothing while cut, and goes on in the same session when healed', async () => {
    const untilThere = (path: string) => ['sh', '-c', `until [ -e ${path} ]; do sleep 0.1; done`];
    const session = ssh(server, [`touch /run/began; ${untilThere('/run/go')[2]}; echo got it; exit 7`]);
    await server.must(untilThere('/run/began'));
    await server.cut();
    await server.must(['touch', '/run/go']);
    expect(await firstWords(server.host, server.port, 1000)).toBe('silence');
    expect(await firstWords(server.address, 22, 1000)).toBe('silence');
    expect(await Promise.race([session, 'still under way'])).toBe('still under way');
    await server.heal();
    expect(await session).toMatchObject({ code: 7, stdout: 'got it\n' });
    expect(await firstWords(server.host, server.port, 60_000)).toMatch(/^SSH-2\.0-/);
  });

  test('refuses connections when cut so, and is back when healed', async () => {
    await server.cut('refused');
    expect(await firstWords(server.address, 22, 60_000)).toBe('ECONNREFUSED');
    expect(await firstWords(server.host, server.port, 60_000)).not.toMatch(/^SSH|silence/);
    await server.heal();
    expect((await ssh(server, ['true'])).code).toBe(0);
  });

  test('accepts but never answers while frozen', async () => {
    await server.freeze();
    expect(await firstWords(server.host, server.port, 1000)).toBe('silence');
    await server.thaw();
    expect((await ssh(server, ['true'])).code).toBe(0);
  });

  test('freezes one of its units alone', async () => {
    await server.freeze('docker.service');
    expect((await ssh(server, ['timeout 1 docker ps'])).code).toBe(124);
    await server.thaw('docker.service');
    expect((await ssh(server, ['timeout 60 docker ps'])).code).toBe(0);
  });

  test.each(['ecdsa', 'ed25519'] as const)('shows another %s host key once replaced', async (type) => {
    const { host, port, privateKeyPath, knownHostsLine, hostKeyFingerprint } = server;
    expect(await server.replaceHostKey(type)).not.toBe(hostKeyFingerprint);
    expect(server.hostPublicKey).toContain(type);
    expect((await ssh(server, ['true'])).code).toBe(0);
    expect((await ssh({ host, port, privateKeyPath, knownHostsLine }, ['true'])).code).toBe(255);
  });
});
