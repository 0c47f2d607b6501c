import { afterEach, expect, test } from 'vitest';
import { GaugeSample } from '#shared/contract/log.ts';
import type { InventoryItem } from '#shared/contract/server.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, type LabUser, labPassword, startServer } from '#test/lab/index.ts';
import { addServer, closeCores, entered, openCore } from './server-core.ts';

const started: LabServer[] = [];
const start = async (options: Parameters<typeof startServer>[0] = {}): Promise<LabServer> => {
  const lab = await startServer(options);
  started.push(lab);
  return lab;
};

afterEach(async () => {
  await closeCores();
  await Promise.all(started.splice(0).map((lab) => lab.stop()));
});

describeOnLab('a password', () => {
  test('is used once to install a key, and the key is what stays', async () => {
    const lab = await start({ passwordLogin: true, user: 'deploy' });
    const keys = '/home/deploy/.ssh/authorized_keys';
    // a last line without its end is what people's editors leave
    await lab.must(['sh', '-c', `printf '# mine, no newline' >>${keys}`]);
    const before = await lab.must(['cat', keys]);
    const { core, client, organizationId } = await openCore();
    const password = { type: 'password', password: labPassword } as const;
    const add = (name: string) =>
      client.server.create({ organizationId, name, ...entered(lab), auth: password });
    const server = await add('one');
    expect(server).toMatchObject({ authType: 'key', connection: { state: 'up' } });
    const after = await lab.must(['cat', keys]);
    expect(after.startsWith(`${before}\n`)).toBe(true);
    expect(after.split('\n')).toContain(server.publicKey);
    expect(await lab.must(['stat', '-c', '%a %U', keys, '/home/deploy/.ssh'])).toBe('600 deploy\n700 deploy');

    await lab.must(['sh', '-c', 'echo "PasswordAuthentication no" >/etc/ssh/sshd_config.d/00-no.conf']);
    await lab.must(['systemctl', 'restart', 'ssh']);
    core.services.servers.reset(server.id);
    expect(await client.server.connect({ serverId: server.id })).toMatchObject({ state: 'up' });
    const store = JSON.stringify(
      core.services.store.database.connection.prepare('SELECT * FROM server, audit_event').all(),
    );
    expect(store).not.toContain(labPassword);
  });

  test('that is wrong is told as such, and nothing is installed', async () => {
    const lab = await start({ passwordLogin: true });
    const { client, organizationId } = await openCore();
    const before = await lab.must(['cat', '/root/.ssh/authorized_keys']);
    const wrong = { type: 'password', password: 'not it' } as const;
    await expect(
      client.server.create({ organizationId, name: 'one', ...entered(lab), auth: wrong }),
    ).rejects.toMatchObject({ code: 'UNREACHABLE', data: { reason: 'auth' } });
    expect(await lab.must(['cat', '/root/.ssh/authorized_keys'])).toBe(before);
  });
});

describeOnLab('a jump host', () => {
  test('is the only way to a server that nobody else reaches, and is used', async () => {
    const [outer, inner] = await Promise.all([start(), start()]);
    const { client, organizationId } = await openCore();
    const jump = await client.server.create({ organizationId, name: 'outer', ...entered(outer) });
    const way = { host: inner.address, port: 22, jumpServerId: jump.id };
    const { fingerprint } = await client.server.scan({ organizationId, user: 'root', ...way });
    expect(fingerprint).toBe(inner.hostKeyFingerprint);
    const server = await client.server.create({
      organizationId,
      name: 'inner',
      ...entered(inner),
      ...way,
      fingerprint,
    });
    expect(server.connection.state).toBe('up');
    const peers = await inner.must(['sh', '-c', "ss -Htn state established '( sport = :22 )'"]);
    expect(peers).toContain(`${outer.address}:`);
  });
});

describeOnLab('a host key that changed', () => {
  test('stops everything on that server, whatever its type, until it is trusted', async () => {
    const lab = await start();
    const { core, client, serverId } = await addServer(lab);
    const pinned = lab.hostKeyFingerprint;
    const fingerprint = await lab.replaceHostKey('rsa');
    core.services.servers.reset(serverId);
    const refused = { code: 'UNREACHABLE', data: { reason: 'host-key', pinned, offered: fingerprint } };
    await expect(client.server.inventory({ serverId })).rejects.toMatchObject(refused);
    await expect(client.setup.plan({ serverId })).rejects.toMatchObject(refused);
    expect((await client.server.check({ serverId })).items).toEqual([
      expect.objectContaining({ id: 'ssh', status: 'problem' }),
    ]);
    const trusted = await client.server.trust({ serverId, fingerprint, typedName: 'lab' });
    expect(trusted).toMatchObject({ hostKey: { fingerprint }, connection: { state: 'up' } });
    expect(await client.server.inventory({ serverId })).toEqual([]);
  });
});

describeOnLab('the check page', () => {
  const check = async (lab: LabServer, user: LabUser = lab.user) => {
    const { client, serverId } = await addServer(lab, { user });
    const { items } = await client.server.check({ serverId });
    for (const item of items) {
      if (item.status !== 'ok') expect(item.remedy, item.id).toMatch(/\w{3}/);
    }
    return {
      items,
      of: (id: string) => items.find((item) => item.id === id),
      server: await client.server.get({ serverId }),
    };
  };

  test('finds a ready server in order', async () => {
    const { of, server } = await check(await start({ swarm: true }));
    for (const id of ['ssh', 'docker', 'docker-rights', 'swarm', 'os', 'clock', 'git', 'root-login']) {
      expect(of(id)).toMatchObject({ status: 'ok' });
    }
    expect(of('password-login')).toMatchObject({ status: 'ok' });
    expect(of('forwarding')).toMatchObject({ status: 'ok' });
    expect(server.dockerVersion).toMatch(/^\d+\.\d+/);
  });

  test('says that Docker is not installed, and what to do', async () => {
    const { of } = await check(await start({ docker: 'absent' }));
    expect(of('docker')).toMatchObject({ status: 'problem', found: 'Docker is not installed.' });
  });

  test('says that Docker does not run', async () => {
    const { of } = await check(await start({ docker: 'stopped' }));
    expect(of('docker')).toMatchObject({ status: 'problem' });
    expect(of('docker')?.found).toContain('not running');
  });

  test('says that Docker is too old', async () => {
    const { of } = await check(await start({ docker: 'old' }));
    expect(of('docker')).toMatchObject({ status: 'problem' });
    expect(of('docker')?.remedy).toContain('20.10');
  });

  test('says what each user may: none without rights, all in the group docker, and a way through sudo', async () => {
    const lab = await start();
    const { of } = await check(lab, 'guest');
    expect(of('docker')).toMatchObject({ status: 'problem' });
    expect(of('docker-rights')).toMatchObject({ status: 'problem' });
    expect(of('docker-rights')?.remedy).toContain('usermod -aG docker guest');
    expect(of('password-login')).toMatchObject({ status: 'unknown' });
    const member = await check(lab, 'dockhand');
    expect(member.of('docker')).toMatchObject({ status: 'ok' });
    expect(member.of('docker-rights')).toMatchObject({ status: 'ok' });
    const sudo = await check(lab, 'deploy');
    expect(sudo.of('docker')).toMatchObject({ status: 'ok' });
    expect(sudo.of('docker-rights')).toMatchObject({ status: 'warning' });
  });

  test('sees password login, forbidden forwarding and a full disk', async () => {
    const lab = await start({ passwordLogin: true, streamLocal: false, dockerDiskMb: 200 });
    const { of } = await check(lab);
    expect(of('password-login')).toMatchObject({ status: 'warning' });
    expect(of('forwarding')).toMatchObject({ status: 'warning' });
    expect(of('disk')).toMatchObject({ status: 'problem' });
  });
});

describeOnLab('the inventory', () => {
  test('lists what others started: containers, compose projects and Swarm services', async () => {
    const lab = await start({ swarm: true, images: ['quayside-lab/app:1'] });
    await lab.docker('run', '-d', '--name', 'foreign', '-p', '8081:8080', 'quayside-lab/app:1');
    await lab.docker('run', '-d', '--name', 'stopped', 'quayside-lab/app:1', 'true');
    const compose = 'services: {web: {image: "quayside-lab/app:1"}, db: {image: "quayside-lab/app:1"}}';
    await lab.must(['sh', '-c', 'mkdir /srv/blog && cat >/srv/blog/compose.yaml'], { input: compose });
    await lab.must(['docker', 'compose', '--project-directory', '/srv/blog', '-p', 'blog', 'up', '-d']);
    await lab.docker(
      'service',
      'create',
      '--detach',
      '--name',
      'queue',
      '--endpoint-mode',
      'dnsrr',
      '--label',
      'quayside.service=svc_unknown',
      '--replicas',
      '2',
      'quayside-lab/app:1',
    );
    await lab.must([
      'sh',
      '-c',
      'until [ "$(docker ps -q --filter name=queue | wc -l)" = 2 ]; do sleep 0.1; done',
    ]);
    const { client, serverId } = await addServer(lab);
    const items = await client.server.inventory({ serverId });
    const one = (kind: string, name: string) =>
      items.find((item) => item.kind === kind && item.name === name);
    expect(one('container', 'foreign')).toMatchObject({ state: 'running', ports: ['8081→8080/tcp'] });
    expect(one('container', 'stopped')).toMatchObject({ state: 'exited' });
    expect(one('compose', 'blog')).toMatchObject({ state: 'running', status: '2 of 2 running' });
    expect(one('swarm-service', 'queue')).toMatchObject({ state: 'running', serviceId: null });
    expect(items.filter(({ kind }) => kind === 'container')).toHaveLength(6);
  });

  test('announces within moments what somebody does to a container by hand', async () => {
    const lab = await start({ images: ['quayside-lab/app:1'] });
    await lab.docker('run', '-d', '--name', 'foreign', 'quayside-lab/app:1');
    const { client, serverId, organizationId } = await addServer(lab);
    await client.server.inventory({ serverId });
    const abort = new AbortController();
    const feed = await client.changes.watch({ organizationId }, { signal: abort.signal });
    let stopping: Promise<unknown> | undefined;
    let item: InventoryItem | undefined;
    for await (const batch of feed) {
      stopping ??= lab.docker('kill', 'foreign');
      if (!batch.some(({ kind, nodeId }) => kind === 'docker' && nodeId === serverId)) continue;
      // An announcement of its start may come late, before the one of its end.
      [item] = await client.server.inventory({ serverId });
      if (item?.state !== 'running') break;
    }
    await stopping;
    abort.abort();
    expect(item).toMatchObject({ name: 'foreign', state: 'exited' });
  });
});

describeOnLab('gauges', () => {
  test('are polled once for all readers, and no longer than somebody looks', async () => {
    const lab = await start();
    const { client, serverId } = await addServer(lab);
    const pollers = () => lab.must(['sh', '-c', "pgrep -fc '[p]roc/diskstats' || true"]);
    const read = async () => {
      const abort = new AbortController();
      const stream = await client.server.gauges({ serverId }, { signal: abort.signal });
      const first = await stream.next();
      return { abort, stream, sample: GaugeSample.parse(first.value) };
    };
    const readers = [await read(), await read(), await read()];
    expect(await pollers()).toBe('1');
    for (const { sample } of readers) {
      expect(sample.memoryTotalBytes).toBeGreaterThan(100_000_000);
      expect(sample.diskTotalBytes).toBeGreaterThan(0);
      expect(sample.cpuPercent).toBeGreaterThanOrEqual(0);
      expect(sample.uptimeSeconds).toBeGreaterThan(0);
    }
    for (const { abort, stream } of readers) {
      abort.abort();
      await stream.return?.(undefined);
    }
    await lab.must(['sh', '-c', "while pgrep -f '[p]roc/diskstats' >/dev/null; do sleep 0.1; done"]);
  });

  test('end with the reason when the server goes away', async () => {
    const lab = await start();
    const { client, serverId } = await addServer(lab);
    const stream = await client.server.gauges({ serverId });
    await stream.next();
    await lab.stop();
    const drain = (async () => {
      for (;;) if ((await stream.next()).done) return;
    })();
    await expect(drain).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});

describeOnLab('the log of any container', () => {
  test('is followed, searched, and ends with the container', async () => {
    const lab = await start({ images: ['quayside-lab/app:1'] });
    const script = 'for i in 1 2 3; do echo "out $i"; echo "ERR $i" >&2; done; read x; echo last';
    const id = await lab.docker('run', '-d', '-i', 'quayside-lab/app:1', 'sh', '-c', script);
    const { client, serverId } = await addServer(lab);
    const read = async (more: object) => {
      const lines: { text: string; stream: string }[] = [];
      for await (const batch of await client.server.containerLogs({ serverId, containerId: id, ...more })) {
        lines.push(...batch.lines);
      }
      return lines;
    };
    const found = await read({ follow: false, search: 'err' });
    expect(found.map(({ text }) => text)).toEqual(['ERR 1', 'ERR 2', 'ERR 3']);
    expect(found[0]).toMatchObject({ stream: 'stderr' });
    expect(await read({ follow: false, tail: 2 })).toHaveLength(2);
    const following = read({ follow: true });
    await lab.docker('kill', id);
    expect(await following).toHaveLength(6);
    await expect(read({ since: 'yesterday' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(read({ containerId: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
