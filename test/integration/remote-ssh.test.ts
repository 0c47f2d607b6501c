import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHostFacts } from '#core/remote/host/facts.ts';
import { watchGauges } from '#core/remote/host/gauges.ts';
import { readJobFile, removeJob } from '#core/remote/jobs/end.ts';
import { followJobLog } from '#core/remote/jobs/log.ts';
import { startJob } from '#core/remote/jobs/start.ts';
import { jobStatus } from '#core/remote/jobs/status.ts';
import { connect } from '#core/remote/ssh/connect.ts';
import { exec } from '#core/remote/ssh/exec.ts';
import { createServerPool, type ServerState } from '#core/remote/ssh/pool.ts';
import { writeFileAtomic } from '#core/remote/ssh/sftp.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, labPassword, startServer } from '#test/lab/index.ts';
import { soonMs } from '#test/support/soon.ts';
import { connectTo, targetOf } from './remote-target.ts';

describeOnLab('a connection to a lab server', () => {
  test('opens by password where that is allowed', async () => {
    await using server = await startServer({ passwordLogin: true });
    const good = await connect(
      targetOf(server, { user: 'deploy', auth: { kind: 'password', password: labPassword } }),
    );
    expect((await exec(good, ['id', '-un'])).stdout.toString()).toBe('deploy\n');
    good.close();
    const bad = connect(targetOf(server, { user: 'deploy', auth: { kind: 'password', password: 'wrong' } }));
    await expect(bad).rejects.toMatchObject({ code: 'UNREACHABLE', data: { reason: 'auth' } });
  });

  test('is stopped hard when the host key changed, also to another type, until it is pinned anew', async () => {
    await using server = await startServer();
    const pinned = server.hostKeyFingerprint;
    const pin = { current: pinned };
    const target = targetOf(server, {
      hostKeyTypes: ['ssh-ed25519'],
      verifyHostKey: ({ fingerprint }) => ({ trusted: fingerprint === pin.current, pinned: pin.current }),
    });
    const pool = createServerPool({ resolve: async () => target });
    expect((await pool.use('s', (c) => exec(c, ['true']))).exitCode).toBe(0);
    const offered = await server.replaceHostKey('ecdsa');
    pool.reset('s');
    for (let n = 0; n < 2; n++) {
      await expect(pool.use('s', (c) => exec(c, ['true']))).rejects.toMatchObject({
        data: { reason: 'host-key', pinned, offered },
      });
    }
    expect(pool.state('s').status).toBe('stopped');
    pin.current = offered;
    pool.reset('s');
    expect((await pool.use('s', (c) => exec(c, ['true']))).exitCode).toBe(0);
    pool.close();
  });

  test('comes back by itself after a reboot, and a job that was running is known to be lost', async () => {
    await using server = await startServer();
    const pool = createServerPool({ resolve: async () => targetOf(server), maxBackoffMs: 500 });
    const states: ServerState['status'][] = [];
    pool.onState((_id, { status }) => states.push(status));
    using _hold = pool.hold('s');
    await pool.use('s', (c) => startJob(c, { id: 'long', script: 'echo begun; sleep 1000' }));
    await expect.poll(() => pool.use('s', (c) => jobStatus(c, 'long')).then((s) => s.state)).toBe('running');
    const down = new Promise<void>((resolve) => {
      pool.onState((_id, { status }) => status === 'down' && resolve());
    });
    const before = states.length;
    await server.reboot();
    await down;
    await expect.poll(() => states.slice(before).includes('up')).toBe(true);
    expect((await pool.use('s', (c) => jobStatus(c, 'long'))).state).toBe('lost');
    pool.close();
  });

  test('a frozen server is found by keepalive and delays no other', async () => {
    await using frozen = await startServer();
    await using healthy = await startServer();
    const connection = await connect(targetOf(frozen), { keepaliveMs: 300 });
    await frozen.freeze();
    const waiting = expect(exec(connection, ['true'])).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await using other = await connectTo(healthy);
    const began = performance.now();
    expect((await exec(other.connection, ['true'])).exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(soonMs);
    await waiting;
    await frozen.thaw();
  });

  describe('that leaves the server as it was', () => {
    let server: LabServer;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server?.stop());

    test.each(['root', 'deploy', 'dockhand', 'guest'] as const)(
      'facts, load and jobs work for %s',
      async (user) => {
        await using link = await connectTo(server, user);
        const facts = await readHostFacts(link.connection);
        expect(facts).toMatchObject({
          osId: 'debian',
          initSystem: 'systemd',
          user: {
            name: user,
            isRoot: user === 'root',
            hasSudo: user === 'root' || user === 'deploy',
            inDockerGroup: user === 'dockhand',
          },
          docker: {
            isInstalled: true,
            socket: user === 'root' || user === 'dockhand' ? 'usable' : 'forbidden',
          },
        });
        expect(facts.composeVersion).toMatch(/^v?2\./);
        expect(facts.sshd.maxsessions).toBe(user === 'root' || user === 'deploy' ? '10' : undefined);
        for await (const sample of watchGauges(link.connection, { intervalMs: 200 })) {
          expect(sample.memoryTotalBytes).toBeGreaterThan(0);
          break;
        }
        await startJob(link.connection, {
          id: 'who',
          script: 'id -un >out/user; echo "home $HOME"; echo $PPID',
          files: { a: { bytes: 'x' } },
        });
        const lines: string[] = [];
        for await (const batch of followJobLog(link.connection, 'who')) lines.push(...batch.lines);
        expect(await jobStatus(link.connection, 'who')).toMatchObject({ state: 'exited', exitCode: 0 });
        expect((await readJobFile(link.connection, 'who', 'user'))?.toString()).toBe(`${user}\n`);
        expect(lines[0]).toBe(`home ${user === 'root' ? '/root' : `/home/${user}`}`);
        await removeJob(link.connection, 'who');
      },
    );

    test('a job that needs root gets it through sudo or says what is missing', async () => {
      await using deploy = await connectTo(server, 'deploy');
      await startJob(deploy.connection, {
        id: 'rooted',
        script: 'id -un; mkdir out/deep; echo ok >out/deep/file',
        asRoot: true,
      });
      const lines: string[] = [];
      for await (const batch of followJobLog(deploy.connection, 'rooted')) lines.push(...batch.lines);
      expect(lines).toEqual(['root']);
      await removeJob(deploy.connection, 'rooted');
      expect((await jobStatus(deploy.connection, 'rooted')).state).toBe('absent');
      await using guest = await connectTo(server, 'guest');
      await expect(
        startJob(guest.connection, { id: 'rooted', script: 'id', asRoot: true }),
      ).rejects.toMatchObject({
        code: 'REMOTE_FAILED',
        data: { exitCode: 77, stderr: expect.stringContaining('sudo') },
      });
    });
  });

  test('a full disk is told as such, by a file and by a job', async () => {
    await using server = await startServer();
    await using link = await connectTo(server);
    const mount = 'mkdir -p /var/lib/quayside && mount -t tmpfs -o size=64k tmpfs /var/lib/quayside';
    await server.must(['sh', '-c', mount]);
    const full = { code: 'REMOTE_FAILED', data: { cure: expect.stringContaining('space') } };
    const write = writeFileAtomic(link.connection, '/var/lib/quayside/x', Buffer.alloc(200_000));
    await expect(write).rejects.toMatchObject(full);
    await server.exec(['sh', '-c', 'head -c 100000 /dev/zero >/var/lib/quayside/fill']);
    await expect(startJob(link.connection, { id: 'full', script: 'true' })).rejects.toMatchObject(full);
  });
});
