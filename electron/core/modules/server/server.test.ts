import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fingerprintOf } from '#test/support/sshd-server.ts';
import { payloads } from '../../remote/test-support/payloads.ts';
import { freePort, makeKeyFile, startTestSshd, type TestSshd } from '../../remote/test-support/sshd.ts';
import { startTcpProxy } from '../../remote/test-support/tcp-proxy.ts';

let sshd: TestSshd;
let home: string;
let core: Core;
let client: TestClient;
let organizationId: string;

beforeAll(async () => {
  sshd = await startTestSshd({ hostKeys: ['ed25519', 'ecdsa'] });
});
afterAll(() => sshd.stop());

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'quayside-home-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  ({ core, client, organizationId } = await createOwnedCore({ sshFolder: join(home, '.ssh') }));
});
afterEach(async () => {
  await core.close();
  rmSync(home, { recursive: true, force: true });
});

const here = () => ({ host: '127.0.0.1', port: sshd.port, user: 'root' });
const byKey = () => ({ type: 'key', privateKey: sshd.privateKey }) as const;

const add = (name = 'web-1', more: Partial<Parameters<TestClient['server']['create']>[0]> = {}) =>
  client.server.create({
    organizationId,
    name,
    ...here(),
    auth: byKey(),
    fingerprint: fingerprintOf(sshd),
    ...more,
  });

const failure = async (work: Promise<unknown>): Promise<{ code: string; data: unknown }> =>
  work.then(
    () => ({ code: 'none', data: null }),
    (error: { code: string; data: unknown }) => ({ code: error.code, data: error.data }),
  );

describe('scanning', () => {
  const scan = (more = {}) => client.server.scan({ organizationId, ...here(), ...more });
  const know = (line: string) => writeFileSync(join(home, '.ssh', 'known_hosts'), `${line}\n`);
  const keyOf = (type: 'ed25519' | 'ecdsa') => sshd.hostKeyLine(type).split(' ').slice(0, 2).join(' ');

  test('shows the host key of an address, unknown as long as known_hosts has nothing', async () => {
    const found = await scan();
    expect(found).toEqual({ type: 'ssh-ed25519', fingerprint: fingerprintOf(sshd), known: 'unknown' });
  });

  test('says that known_hosts has this key', async () => {
    know(`[127.0.0.1]:${sshd.port} ${keyOf('ed25519')}`);
    expect(await scan()).toMatchObject({ known: 'match' });
  });

  test('asks for the type that known_hosts has, as ssh does', async () => {
    know(`[127.0.0.1]:${sshd.port} ${keyOf('ecdsa')}`);
    expect(await scan()).toMatchObject({ type: 'ecdsa-sha2-nistp256', known: 'match' });
  });

  test('says that known_hosts has another key, and which', async () => {
    const path = join(home, 'other');
    makeKeyFile(path, 'ed25519');
    know(`[127.0.0.1]:${sshd.port} ${readFileSync(`${path}.pub`, 'utf8').trim()}`);
    const found = await scan();
    expect(found).toMatchObject({ known: 'changed', fingerprint: fingerprintOf(sshd) });
    expect(found.knownFingerprint).toMatch(/^SHA256:/);
    expect(found.knownFingerprint).not.toBe(found.fingerprint);
  });

  test('says that known_hosts revoked the key', async () => {
    know(`@revoked * ${keyOf('ed25519')}`);
    expect(await scan()).toMatchObject({ known: 'revoked' });
  });

  test('tells a refused port, a name that does not resolve and a black hole apart', async () => {
    const port = await freePort();
    expect(await failure(scan({ port }))).toMatchObject({ code: 'UNREACHABLE', data: { reason: 'refused' } });
    expect(await failure(scan({ host: 'nowhere.invalid' }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'dns' },
    });
    await using hole = await startTcpProxy(0);
    expect(await failure(scan({ port: hole.port }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'timeout' },
    });
  });
});

describe('adding', () => {
  test('connects, pins the key, and lists the server as up', async () => {
    const server = await add();
    expect(server).toMatchObject({
      name: 'web-1',
      ...here(),
      authType: 'key',
      hostKey: { type: 'ssh-ed25519', fingerprint: fingerprintOf(sshd) },
      isReady: false,
      connection: { state: 'up' },
    });
    expect(server.publicKey).toMatch(/^ssh-ed25519 /);
    expect(await client.server.list({ organizationId })).toEqual([server]);
    expect(await client.server.get({ serverId: server.id })).toEqual(server);
  });

  test('seals the key, and nothing that is answered or logged holds it', async () => {
    const server = await add();
    const row = core.services.store.database.connection
      .prepare('SELECT credentials FROM server WHERE id = ?')
      .get(server.id) as { credentials: Buffer };
    expect(row.credentials.includes('PRIVATE KEY')).toBe(false);
    expect(JSON.stringify(server)).not.toContain('PRIVATE KEY');
    const events = core.services.store.database.connection.prepare('SELECT * FROM audit_event').all();
    expect(JSON.stringify(events)).not.toContain('PRIVATE KEY');
    expect(JSON.stringify(events)).toContain('web-1');
  });

  test('refuses another host key than the confirmed one, naming both, and stores nothing', async () => {
    const other = `SHA256:${'A'.repeat(43)}`;
    expect(await failure(add('web-1', { fingerprint: other }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'host-key', pinned: other, offered: fingerprintOf(sshd) },
    });
    expect(await client.server.list({ organizationId })).toEqual([]);
  });

  test('refuses a revoked key even where its fingerprint was confirmed', async () => {
    writeFileSync(
      join(home, '.ssh', 'known_hosts'),
      `@revoked * ${sshd.hostKeyLine('ed25519').split(' ').slice(0, 2).join(' ')}\n`,
    );
    expect(await failure(add())).toMatchObject({ code: 'UNREACHABLE', data: { reason: 'host-key' } });
  });

  test('a key the server does not take is UNREACHABLE for auth', async () => {
    const privateKey = makeKeyFile(join(home, 'stranger'), 'ed25519');
    expect(await failure(add('web-1', { auth: { type: 'key', privateKey } }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'auth' },
    });
  });

  test('names the field at fault: a text that is no key, a missing or wrong pass phrase', async () => {
    const issueOf = async (auth: Parameters<TestClient['server']['create']>[0]['auth']) => {
      const { code, data } = await failure(add('web-1', { auth }));
      return [code, (data as { issues?: { path: string }[] }).issues?.[0]?.path];
    };
    const encrypted = makeKeyFile(join(home, 'locked'), 'ed25519', 'open sesame');
    expect(await issueOf({ type: 'key', privateKey: 'hello' })).toEqual(['INVALID_INPUT', 'auth.privateKey']);
    expect(await issueOf({ type: 'key', privateKey: encrypted })).toEqual([
      'INVALID_INPUT',
      'auth.passphrase',
    ]);
    expect(await issueOf({ type: 'key', privateKey: encrypted, passphrase: 'wrong' })).toEqual([
      'INVALID_INPUT',
      'auth.passphrase',
    ]);
    expect(await issueOf({ type: 'key-file', path: '~/.ssh/missing' })).toEqual([
      'INVALID_INPUT',
      'auth.path',
    ]);
    expect(await issueOf({ type: 'key-file', path: '~/.ssh' })).toEqual(['INVALID_INPUT', 'auth.path']);
    expect(await issueOf({ type: 'key-file', path: '~root/.ssh/id' })).toEqual([
      'INVALID_INPUT',
      'auth.path',
    ]);
  });

  test('reads a key file at each connection, with ~ as the home folder', async () => {
    writeFileSync(join(home, '.ssh', 'id_here'), sshd.privateKey, { mode: 0o600 });
    const server = await add('web-1', { auth: { type: 'key-file', path: '~/.ssh/id_here' } });
    expect(server).toMatchObject({ authType: 'key-file', keyPath: '~/.ssh/id_here' });
    rmSync(join(home, '.ssh', 'id_here'));
    core.services.servers.reset(server.id);
    const connection = await client.server.connect({ serverId: server.id });
    expect(connection).toMatchObject({ state: 'down', reason: 'auth' });
    expect(connection.message).toContain('there is no such file');
  });

  test('keeps an encrypted key with its pass phrase', async () => {
    const path = join(home, 'locked');
    const privateKey = makeKeyFile(path, 'ed25519', 'open sesame');
    const keys = join(sshd.folder, 'authorized_keys');
    writeFileSync(keys, `${readFileSync(keys, 'utf8')}${readFileSync(`${path}.pub`, 'utf8')}`);
    const server = await add('web-1', { auth: { type: 'key', privateKey, passphrase: 'open sesame' } });
    core.services.servers.reset(server.id);
    expect(await client.server.connect({ serverId: server.id })).toMatchObject({ state: 'up' });
  });

  test('takes names of 1 to 63 characters, whatever they are, and no others', async () => {
    for (const name of ['', ' ', 'x'.repeat(64), 'x'.repeat(10_000), 'a\nb', 'a\u202eb', 'a/b']) {
      expect(await failure(add(name))).toMatchObject({ code: 'INVALID_INPUT' });
    }
    for (const name of ['x', '🚢'.repeat(63), `"quoted" & 'more' <b>`]) {
      expect(await add(name)).toMatchObject({ name });
    }
  });

  test('signs in by an ssh-agent, and says when there is none', async () => {
    const socket = join(home, 'agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      const path = join(home, 'id_agent');
      writeFileSync(path, sshd.privateKey, { mode: 0o600 });
      while (!existsSync(socket)) await new Promise((resolve) => setImmediate(resolve));
      execFileSync('ssh-add', ['-q', path], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'ignore',
      });
      const server = await add('web-1', { auth: { type: 'agent', socket } });
      expect(server).toMatchObject({ authType: 'agent', publicKey: null, connection: { state: 'up' } });
    } finally {
      agent.kill();
    }
    expect(
      await failure(add('web-2', { auth: { type: 'agent', socket: join(home, 'nobody.sock') } })),
    ).toMatchObject({ code: 'UNREACHABLE', data: { reason: 'auth' } });
  });

  test('is held up by no pipe that goes by the name of a key file', async () => {
    const path = join(home, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(await failure(add('web-1', { auth: { type: 'key-file', path } }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await failure(add('web-1', { auth: { type: 'key-file', path: '/dev/zero' } }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('refuses a second server of the same name before touching the machine', async () => {
    await add();
    const port = await freePort();
    expect(await failure(add('WEB-1', { port }))).toMatchObject({
      code: 'CONFLICT',
      data: { field: 'name' },
    });
  });

  test.each([...payloads])('a name, host, user or path of %j ends as text or is refused', async (payload) => {
    const marker = '/tmp/m';
    rmSync(marker, { force: true });
    await failure(add(payload));
    await failure(add('web-2', { host: payload }));
    await failure(add('web-3', { user: payload }));
    await failure(add('web-4', { auth: { type: 'key-file', path: `~/${payload}` } }));
    await failure(add('web-5', { auth: { type: 'agent', socket: `/${payload}` } }));
    for (const server of await client.server.list({ organizationId })) {
      expect(server.name).toBe(payload.trim());
      await client.server.check({ serverId: server.id });
    }
    expect(() => readFileSync(marker)).toThrow('ENOENT');
  });
});

describe('a jump server', () => {
  test('carries the connection, and may not lead in a circle', async () => {
    const jump = await add('jump');
    const behind = await add('behind', { jumpServerId: jump.id });
    expect(behind).toMatchObject({ jumpServerId: jump.id, connection: { state: 'up' } });
    expect(await failure(client.server.update({ serverId: jump.id, jumpServerId: behind.id }))).toMatchObject(
      { code: 'CONFLICT', data: { field: 'jumpServerId' } },
    );
    expect(await failure(client.server.delete({ serverId: jump.id, typedName: 'jump' }))).toMatchObject({
      code: 'CONFLICT',
    });
    const direct = await client.server.update({ serverId: behind.id, jumpServerId: null });
    expect(direct).toMatchObject({ jumpServerId: null, connection: { state: 'up' } });
  });

  test('of another organization is as unknown as one that never was', async () => {
    const other = await client.organization.create({ name: 'Other' });
    const foreign = await add('jump', { organizationId: other.id });
    const codes = await Promise.all(
      [foreign.id, 'srv_never'].map((jumpServerId) => failure(add('behind', { jumpServerId }))),
    );
    expect(codes.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });
});

describe('a changed host key', () => {
  test('of any type is a hard stop until it is trusted by fingerprint and typed name', async () => {
    const first = await startTestSshd({ hostKeys: ['ed25519'] });
    const server = await client.server.create({
      organizationId,
      name: 'web-1',
      host: '127.0.0.1',
      port: first.port,
      user: 'root',
      auth: { type: 'key', privateKey: first.privateKey },
      fingerprint: fingerprintOf(first),
    });
    await first.stop();
    await using second = await startTestSshd({ hostKeys: ['ecdsa'], port: first.port });
    writeFileSync(join(second.folder, 'authorized_keys'), `${server.publicKey}\n`);
    const serverId = server.id;
    const fresh = fingerprintOf(second, 'ecdsa');
    core.services.servers.reset(serverId);
    const found = await client.server.connect({ serverId });
    expect(found).toMatchObject({ state: 'down', reason: 'host-key' });
    expect(await failure(client.server.inventory({ serverId }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'host-key', pinned: server.hostKey.fingerprint, offered: fresh },
    });
    const wrong = `SHA256:${'B'.repeat(43)}`;
    expect(
      await failure(client.server.trust({ serverId, fingerprint: wrong, typedName: 'web-1' })),
    ).toMatchObject({ code: 'CONFLICT', data: { field: 'fingerprint' } });
    expect(
      await failure(client.server.trust({ serverId, fingerprint: fresh, typedName: 'web' })),
    ).toMatchObject({ code: 'INVALID_INPUT' });
    const trusted = await client.server.trust({ serverId, fingerprint: fresh, typedName: 'web-1' });
    expect(trusted).toMatchObject({
      hostKey: { type: 'ecdsa-sha2-nistp256', fingerprint: fresh },
      connection: { state: 'up' },
    });
  });
});

describe('trusting', () => {
  test('takes the key that a scan shows, also where the pinned one was of another type', async () => {
    const first = await startTestSshd({ hostKeys: ['ed25519', 'ecdsa'] });
    const line = first.hostKeyLine('ecdsa').split(' ');
    writeFileSync(join(home, '.ssh', 'known_hosts'), `[127.0.0.1]:${first.port} ${line[0]} ${line[1]}\n`);
    const at = { organizationId, host: '127.0.0.1', port: first.port, user: 'root' };
    const pinned = await client.server.scan(at);
    expect(pinned).toMatchObject({ type: 'ecdsa-sha2-nistp256', known: 'match' });
    const auth = { type: 'key', privateKey: first.privateKey } as const;
    const { fingerprint: pin } = pinned;
    const server = await client.server.create({ ...at, name: 'web-1', auth, fingerprint: pin });
    await first.stop();
    await using second = await startTestSshd({ hostKeys: ['ed25519', 'ecdsa'], port: first.port });
    writeFileSync(join(second.folder, 'authorized_keys'), `${server.publicKey}\n`);
    rmSync(join(home, '.ssh', 'known_hosts'));
    core.services.servers.reset(server.id);
    const shown = await client.server.scan(at);
    expect(shown.type).toBe('ssh-ed25519');
    const trusted = await client.server.trust({
      serverId: server.id,
      fingerprint: shown.fingerprint,
      typedName: 'web-1',
    });
    expect(trusted).toMatchObject({ hostKey: { type: 'ssh-ed25519' }, connection: { state: 'up' } });
  });
});

describe('changing a server', () => {
  test('renames it without connecting anew', async () => {
    const { id: serverId } = await add();
    const renamed = await client.server.update({ serverId, name: 'db-1' });
    expect(renamed).toMatchObject({ name: 'db-1', connection: { state: 'up' } });
  });

  test('keeps the old way in where the new one does not work', async () => {
    const { id: serverId } = await add();
    const port = await freePort();
    expect(await failure(client.server.update({ serverId, port }))).toMatchObject({
      code: 'UNREACHABLE',
      data: { reason: 'refused' },
    });
    expect(await client.server.get({ serverId })).toMatchObject({ port: sshd.port });
  });

  test('takes another key', async () => {
    const { id: serverId } = await add();
    writeFileSync(join(home, '.ssh', 'id_here'), sshd.privateKey, { mode: 0o600 });
    const changed = await client.server.update({
      serverId,
      auth: { type: 'key-file', path: '~/.ssh/id_here' },
    });
    expect(changed).toMatchObject({ authType: 'key-file', connection: { state: 'up' } });
  });
});

describe('forgetting a server', () => {
  test('wants its typed name, tells what goes, and closes the connection', async () => {
    const { id: serverId } = await add();
    expect(await client.server.deletion({ serverId })).toMatchObject({ name: 'web-1', needsTypedName: true });
    expect(await failure(client.server.delete({ serverId, typedName: 'web' }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
    await client.server.delete({ serverId, typedName: 'web-1' });
    expect(await client.server.list({ organizationId })).toEqual([]);
    expect(await failure(client.server.get({ serverId }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('with its whole organization closes the connection as well', async () => {
    const other = await client.organization.create({ name: 'Other' });
    const { id } = await add('web-1', { organizationId: other.id });
    const ended = core.services.servers.use(id, (connection) => connection.ended);
    await client.organization.delete({ organizationId: other.id, typedName: 'Other' });
    expect(await ended).toBe('the connection was closed');
    expect(core.services.servers.connectionOf(id).state).toBe('idle');
  });

  test('is refused while a service names it', async () => {
    const { id: serverId } = await add();
    const project = await client.project.create({ organizationId, name: 'shop' });
    const [environment] = await client.environment.list({ projectId: project.id });
    const service = await client.service.create({
      environmentId: environment?.id ?? '',
      name: 'web',
    });
    core.services.store.database.connection
      .prepare('UPDATE service SET server_id = ? WHERE id = ?')
      .run(serverId, service.id);
    const refused = await failure(client.server.delete({ serverId, typedName: 'web-1' }));
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(JSON.stringify(refused.data)).toContain('shop/production/web');
    const deletion = await client.server.deletion({ serverId });
    expect(JSON.stringify(deletion.remote)).toContain('shop/production/web');
  });
});

describe('the state of a connection', () => {
  test('is announced on the change feed', async () => {
    const abort = new AbortController();
    const seen: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const watching = (async () => {
      for await (const batch of await client.changes.watch({ organizationId }, { signal: abort.signal })) {
        seen.push(...batch);
        if (batch.some(({ kind, verb }) => kind === 'server' && verb === 'state')) resolve();
      }
    })().catch(() => undefined);
    const { id } = await add();
    await promise;
    abort.abort();
    await watching;
    expect(seen).toContainEqual({ kind: 'server', nodeId: id, parentId: organizationId, verb: 'state' });
  });
});

describe('suggestions', () => {
  test('are the hosts of ~/.ssh/config, with what is added already marked', async () => {
    writeFileSync(join(home, '.ssh', 'id_here'), sshd.privateKey, { mode: 0o600 });
    writeFileSync(
      join(home, '.ssh', 'config'),
      `Host here
         HostName 127.0.0.1
         Port ${sshd.port}
         User root
         IdentityFile ~/.ssh/id_here
       Host far
         HostName far.example.com
         ProxyJump admin@jump.example.com:2222
       Host strange
         ProxyCommand nc %h %p
       Host *
         User deploy
      `,
    );
    await add();
    const found = await client.server.suggestions({ organizationId });
    expect(found).toEqual([
      {
        alias: 'here',
        host: '127.0.0.1',
        port: sshd.port,
        user: 'root',
        keyPath: '~/.ssh/id_here',
        jump: null,
        isAdded: true,
      },
      {
        alias: 'far',
        host: 'far.example.com',
        port: 22,
        user: 'deploy',
        keyPath: null,
        jump: 'admin@jump.example.com:2222',
        isAdded: false,
      },
    ]);
  });

  test('are none where there is no configuration', async () => {
    expect(await client.server.suggestions({ organizationId })).toEqual([]);
  });
});

describe('a check', () => {
  test('names the way out where the server cannot be reached', async () => {
    const gone = await startTestSshd();
    const { id: serverId } = await add('gone', {
      port: gone.port,
      auth: { type: 'key', privateKey: gone.privateKey },
      fingerprint: fingerprintOf(gone),
    });
    await gone.stop();
    core.services.servers.reset(serverId);
    const { items } = await client.server.check({ serverId });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ id: 'ssh', status: 'problem' });
    expect(items[0]?.remedy).toContain('Correct the port');
  });
});
