import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { serveInProcess } from '#test/support/in-process-host.ts';
import { keyClient } from '#test/support/key-client.ts';
import { fingerprintOf } from '#test/support/sshd-server.ts';
import { addStranger, type Stranger } from '#test/support/strangers.ts';
import { freePort, startTestSshd, type TestSshd } from '../../remote/test-support/sshd.ts';
import { startTcpProxy } from '../../remote/test-support/tcp-proxy.ts';

type NewServer = Parameters<TestClient['server']['create']>[0];

const keyPath = '~/.ssh/id_here';
const byFile = { type: 'key-file', path: keyPath } as const;
const forbidden = { code: 'FORBIDDEN', data: { permission: 'host.use-keys' } };

let sshd: TestSshd;
let home: string;
let core: Core;
let operator: TestClient;
let operatorsId: string;
let stranger: Stranger;

beforeAll(async () => {
  sshd = await startTestSshd();
});
afterAll(() => sshd.stop());

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'quayside-home-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  writeFileSync(join(home, '.ssh', 'id_here'), sshd.privateKey, { mode: 0o600 });
  const made = await createOwnedCore({ sshFolder: join(home, '.ssh') });
  ({ core, client: operator, organizationId: operatorsId } = made);
  stranger = await addStranger(core);
});
afterEach(async () => {
  await core.close();
  rmSync(home, { recursive: true, force: true });
});

const wanted = (more: Partial<NewServer>): NewServer => ({
  organizationId: operatorsId,
  name: 'web-1',
  host: '127.0.0.1',
  port: sshd.port,
  user: 'root',
  auth: byFile,
  fingerprint: fingerprintOf(sshd),
  ...more,
});
const add = (client: TestClient, more: Partial<NewServer> = {}) => client.server.create(wanted(more));
const asStranger = (more: Partial<NewServer> = {}) =>
  add(stranger.client, { organizationId: stranger.organizationId, ...more });
const failure = (work: Promise<unknown>): Promise<{ code: string; data: object }> =>
  work.then(
    () => ({ code: 'none', data: {} }),
    (error: { code: string; data: object }) => ({ code: error.code, data: error.data }),
  );
const give = (rights: Parameters<TestClient['host']['setRights']>[0]['rights']) =>
  operator.host.setRights({ account: stranger.accountId, rights });

describe('the Owner of another organization', () => {
  test('cannot sign in by a key file of the host, and learns not whether it is there', async () => {
    const missing = await failure(asStranger({ auth: { type: 'key-file', path: '~/.ssh/missing' } }));
    expect(missing).toMatchObject(forbidden);
    expect(await failure(asStranger())).toEqual(missing);
  });

  test('cannot sign in by the ssh-agent of the host, nor by a socket of its choice', async () => {
    expect(await failure(asStranger({ auth: { type: 'agent' } }))).toMatchObject(forbidden);
    const socket = join(home, '.ssh', 'id_here');
    expect(await failure(asStranger({ auth: { type: 'agent', socket } }))).toMatchObject(forbidden);
  });

  test('cannot read ~/.ssh/config', async () => {
    writeFileSync(join(home, '.ssh', 'config'), 'Host secret\n  HostName 10.0.0.9\n');
    const { organizationId } = stranger;
    expect(await failure(stranger.client.server.suggestions({ organizationId }))).toMatchObject(forbidden);
  });

  test('cannot tell by a scan what listens in the network of the host', async () => {
    const { organizationId, client } = stranger;
    const scan = (port: number) =>
      failure(client.server.scan({ organizationId, host: '127.0.0.1', port, user: 'root' }));
    const closed = await scan(await freePort());
    expect(closed).toMatchObject({ code: 'UNREACHABLE', data: { reason: 'dns' } });
    expect(await scan(sshd.port)).toEqual(closed);
  });

  test('cannot tell by a scan which names the host resolves', async () => {
    const { organizationId, client } = stranger;
    const scan = async (host: string) =>
      JSON.stringify(
        await failure(client.server.scan({ organizationId, host, port: 22, user: 'root' })),
      ).replaceAll(host, 'name');
    expect(await scan('localhost')).toBe(await scan('nowhere.invalid'));
  });

  test('cannot add a server in the network of the host by a key of its own', async () => {
    const auth = { type: 'key', privateKey: sshd.privateKey } as const;
    expect(await failure(asStranger({ auth }))).toMatchObject({ data: { reason: 'dns' } });
    expect(await failure(asStranger({ auth, host: 'localhost' }))).toMatchObject({ data: { reason: 'dns' } });
  });

  test('has them all once the operator gave the right', async () => {
    await give(['use-keys']);
    const { organizationId, client } = stranger;
    expect(await client.server.suggestions({ organizationId })).toEqual([]);
    expect(await asStranger()).toMatchObject({ keyPath, connection: { state: 'up' } });
  });
});

describe('a right that is taken back', () => {
  test('cuts the servers that were reached by it, and lets nobody connect to them again', async () => {
    await give(['use-keys']);
    const { id: serverId } = await asStranger();
    expect(
      (await operator.host.accounts()).find(({ account }) => account === stranger.accountId),
    ).toMatchObject({
      rights: ['use-keys'],
      servers: 1,
    });
    await give([]);
    expect(await stranger.client.server.connect({ serverId })).toMatchObject({
      state: 'down',
      reason: 'auth',
      message: expect.stringContaining('which the operator no longer allows'),
    });
    await give(['use-keys']);
    expect(await stranger.client.server.connect({ serverId })).toMatchObject({ state: 'up' });
  });

  test('leaves no way into the network of the host by keys of one’s own', async () => {
    await give(['use-keys']);
    const { id: serverId } = await asStranger({ auth: { type: 'key', privateKey: sshd.privateKey } });
    await give([]);
    expect(await stranger.client.server.connect({ serverId })).toMatchObject({
      state: 'down',
      reason: 'dns',
    });
  });

  test('counts for what began before it was taken', async () => {
    await give(['use-keys']);
    await using proxy = await startTcpProxy(sshd.port);
    proxy.freeze();
    const adding = failure(asStranger({ port: proxy.port }));
    await expect.poll(() => proxy.connections).toBe(1);
    await give([]);
    proxy.thaw();
    expect(await adding).toMatchObject(forbidden);
    const { organizationId, client } = stranger;
    expect(await client.server.list({ organizationId })).toEqual([]);
  });
});

describe('an Admin without the right, in the organization of the operator', () => {
  let admin: TestClient;
  let serverId: string;
  beforeEach(async () => {
    const organizationId = operatorsId;
    admin = clientOf(core, addAccount(core, { organizationId, role: 'Admin', name: 'Ada' }));
    serverId = (await add(operator)).id;
  });

  test.each([
    { host: 'example.com' },
    { port: 2222 },
    { user: 'deploy' },
    { auth: { type: 'agent' } as const },
  ])('cannot send a key of the host elsewhere by %j', async (edit) => {
    expect(await failure(admin.server.update({ serverId, ...edit }))).toMatchObject(forbidden);
    expect(await operator.server.get({ serverId })).toMatchObject({ host: '127.0.0.1', port: sshd.port });
  });

  test('cannot send it through a machine of its choice', async () => {
    const { id: jumpServerId } = await add(operator, {
      name: 'jump',
      auth: { type: 'key', privateKey: sshd.privateKey },
    });
    expect(await failure(admin.server.update({ serverId, jumpServerId }))).toMatchObject(forbidden);
    const behind = add(admin, { name: 'behind', jumpServerId });
    expect(await failure(behind)).toMatchObject(forbidden);
  });

  test('cannot have it trust another machine', async () => {
    const given = { serverId, fingerprint: fingerprintOf(sshd), typedName: 'web-1' };
    expect(await failure(admin.server.trust(given))).toMatchObject(forbidden);
  });

  test('may rename it, with the address that a form sends along', async () => {
    const { host, port, user } = await admin.server.get({ serverId });
    const renamed = await admin.server.update({
      serverId,
      name: 'web-2',
      host,
      port,
      user,
      jumpServerId: null,
    });
    expect(renamed).toMatchObject({ name: 'web-2', connection: { state: 'up' } });
  });

  test('uses the server, and does not see the path of the key', async () => {
    expect(await admin.server.connect({ serverId })).toMatchObject({ state: 'up' });
    expect(await admin.server.get({ serverId })).toMatchObject({ authType: 'key-file', keyPath: null });
    expect((await admin.server.list({ organizationId: operatorsId }))[0]?.keyPath).toBeNull();
    expect((await operator.server.get({ serverId })).keyPath).toBe(keyPath);
  });

  test('is told that the key is gone, and not from where', async () => {
    rmSync(join(home, '.ssh', 'id_here'));
    core.services.servers.reset(serverId);
    const { message = '' } = await admin.server.connect({ serverId });
    expect(message).toContain('there is no such file');
    expect(message).not.toContain('id_here');
  });

  test('may give the server a key of its own, and then goes where its own right leads', async () => {
    const auth = { type: 'key', privateKey: sshd.privateKey } as const;
    expect(await failure(admin.server.update({ serverId, auth }))).toMatchObject({ data: { reason: 'dns' } });
    expect(await admin.server.connect({ serverId })).toMatchObject({ state: 'up' });
  });
});

test('an API key of the operator brings no right of the host along, over REST and in process alike', async () => {
  const organizationId = operatorsId;
  const { secret } = await operator.apiKey.create({ organizationId, name: 'ci', expiresInDays: '30' });
  const host = await serveInProcess(core);
  const headers = { authorization: `Bearer ${secret}` };
  const byRest = await host.rest('server.create', wanted({}), headers);
  expect(byRest).toMatchObject({ status: 403, body: { data: { permission: 'host.use-keys' } } });
  await host.close();
  const client = keyClient(core, secret);
  expect(await failure(client.server.create(wanted({})))).toMatchObject(forbidden);
  expect(await failure(client.server.suggestions({ organizationId }))).toMatchObject(forbidden);
  expect((await client.session.current()).hostRights).toEqual([]);
});

test('whoever sits at a desktop has keys and network of the machine, whosever account it is', async () => {
  const desktop = await createOwnedCore({ kind: 'desktop', sshFolder: join(home, '.ssh') });
  const { organizationId } = desktop;
  const guest = clientOf(
    desktop.core,
    addAccount(desktop.core, { organizationId, role: 'Admin', name: 'Guest' }),
  );
  expect(await add(guest, { organizationId })).toMatchObject({ keyPath, connection: { state: 'up' } });
  await desktop.core.close();
});
