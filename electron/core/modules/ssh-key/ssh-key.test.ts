import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fingerprintOf } from '#test/support/sshd-server.ts';
import type { Core } from '../../create-core.ts';
import { makeKeyFile, startTestSshd, type TestSshd } from '../../remote/test-support/sshd.ts';
import { privateHalf } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let sshds: TestSshd[];

beforeEach(async () => {
  sshds = [];
  ({ core, client: owner, organizationId } = await createOwnedCore());
});
afterEach(async () => {
  await core.close();
  for (const sshd of sshds) await sshd.stop();
});

/** A server whose sshd reads the authorized_keys of its home, as those out there do. */
const start = async (): Promise<TestSshd> => {
  const sshd = await startTestSshd();
  sshds.push(sshd);
  mkdirSync(join(sshd.folder, '.ssh'));
  symlinkSync(join(sshd.folder, 'authorized_keys'), join(sshd.folder, '.ssh', 'authorized_keys'));
  return sshd;
};

const keysOf = (sshd: TestSshd): string => readFileSync(join(sshd.folder, 'authorized_keys'), 'utf8');
const blobOf = (line: string | null): string => line?.split(' ')[1] ?? 'none';

const make = (name = 'Fleet') => owner.sshKey.create({ organizationId, name });

const add = (sshd: TestSshd, name: string, auth: Parameters<TestClient['server']['create']>[0]['auth']) =>
  owner.server.create({
    organizationId,
    name,
    host: '127.0.0.1',
    port: sshd.port,
    fingerprint: fingerprintOf(sshd),
    auth,
  });

/** A server that signs in by the key, which was installed by the way in of before. */
const addByKey = async (sshKeyId: string, name: string): Promise<{ sshd: TestSshd; id: string }> => {
  const sshd = await start();
  const { id } = await add(sshd, name, { type: 'key', privateKey: sshd.privateKey });
  await owner.server.update({ serverId: id, auth: { type: 'ssh-key', sshKeyId } });
  return { sshd, id };
};

const addService = async (): Promise<string> => {
  const { id: projectId } = await owner.project.create({ organizationId, name: 'shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  return (await owner.service.create({ environmentId, name: 'web' })).id;
};

const isUp = async (serverId: string): Promise<boolean> =>
  (await owner.server.connect({ serverId })).state === 'up';

const as = (role: string): TestClient =>
  clientOf(core, addAccount(core, { organizationId, role, name: role }));

describe('an SSH key', () => {
  it('is made or taken over, and its private half is answered and told to nobody', async () => {
    const sshd = await start();
    const text = makeKeyFile(join(sshd.folder, 'mine'), 'ed25519', 'open sesame');
    const made = await make();
    const taken = await owner.sshKey.create({
      organizationId,
      name: 'It’s "mine"; id',
      privateKey: text,
      passphrase: 'open sesame',
    });
    expect(taken.fingerprint).toBe(
      execFileSync('ssh-keygen', ['-lf', join(sshd.folder, 'mine.pub')], { encoding: 'utf8' }).split(' ')[1],
    );
    const { database, sealer } = core.services.store;
    const kept = JSON.stringify([
      made,
      taken,
      await owner.sshKey.list({ organizationId }),
      await owner.audit.list({ organizationId }),
      database
        .all(sql.selectFrom('ssh_key').selectAll())
        .map((row) => ({ ...row, private_key: Buffer.from(row.private_key).toString('latin1') })),
      database.all(sql.selectFrom('audit_event').selectAll()),
    ]);
    expect(kept).toContain(made.fingerprint);
    expect(kept).not.toMatch(/PRIVATE KEY|open sesame/);
    expect(kept).not.toContain(text.split('\n')[1]);
    expect(privateHalf({ ...core.services.store, sealer }, taken.id)).toContain('BEGIN OPENSSH PRIVATE KEY');
  });

  it('is refused where it is there already, or cannot be opened', async () => {
    const sshd = await start();
    const { name } = await owner.sshKey.create({
      organizationId,
      name: 'One',
      privateKey: sshd.privateKey,
    });
    await expect(
      owner.sshKey.create({ organizationId, name: 'Two', privateKey: sshd.privateKey }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: expect.stringContaining(name) } });
    const locked = makeKeyFile(join(sshd.folder, 'locked'), 'ed25519', 'right');
    for (const more of [{}, { passphrase: 'wrong' }]) {
      await expect(
        owner.sshKey.create({ organizationId, name: 'Two', privateKey: locked, ...more }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'passphrase' }] } });
    }
  });

  it('is found neither from another organization, by whatever operation, nor by whom no role lets read it', async () => {
    const { id: sshKeyId } = await make();
    const stranger = as('Viewer');
    const other = await owner.organization.create({ name: 'Other' });
    const theirs = await owner.project.create({ organizationId: other.id, name: 'theirs' });
    const environmentId = (await owner.environment.list({ projectId: theirs.id }))[0]?.id ?? '';
    const { id: serviceId } = await owner.service.create({ environmentId, name: 'web' });
    const sshd = await start();
    expect(await codeOf(owner.service.setDeployKey({ serviceId, sshKeyId }))).toBe('NOT_FOUND');
    expect(
      await codeOf(
        owner.server.create({
          organizationId: other.id,
          name: 'theirs',
          host: '127.0.0.1',
          port: sshd.port,
          fingerprint: fingerprintOf(sshd),
          auth: { type: 'ssh-key', sshKeyId },
        }),
      ),
    ).toBe('NOT_FOUND');
    expect(await codeOf(stranger.sshKey.get({ sshKeyId }))).toBe('NOT_FOUND');
    expect(await codeOf(as('Developer').sshKey.rotate({ sshKeyId }))).toMatch(/NOT_FOUND|FORBIDDEN/);
    expect(await codeOf(as('Manager').sshKey.get({ sshKeyId }))).toBe('answered');
    expect(await codeOf(as('Manager').sshKey.rotate({ sshKeyId }))).toBe('FORBIDDEN');
  });
});

describe('what uses an SSH key', () => {
  it('is named, and keeps it from being deleted', async () => {
    const [opens, fetches] = [await make('Doors'), await make('Sources')];
    const { id: serverId } = await addByKey(opens.id, 'harbour');
    const serviceId = await addService();
    expect(await owner.service.setDeployKey({ serviceId, sshKeyId: fetches.id })).toMatchObject({
      deployKey: fetches.publicKey,
      deployKeyId: fetches.id,
    });
    expect(await owner.server.get({ serverId })).toMatchObject({
      authType: 'ssh-key',
      sshKeyId: opens.id,
      publicKey: opens.publicKey,
    });
    const uses = [
      { key: opens, use: { kind: 'server', id: serverId, path: 'harbour', uses: 'current' } },
      { key: fetches, use: { kind: 'service', id: serviceId, path: 'shop/production/web', uses: 'current' } },
    ];
    for (const { key, use } of uses) {
      expect(await owner.sshKey.usage({ sshKeyId: key.id })).toEqual([use]);
      await expect(owner.sshKey.delete({ sshKeyId: key.id })).rejects.toMatchObject({
        code: 'CONFLICT',
        data: { reason: expect.stringContaining(use.path) },
      });
    }
    await owner.service.setDeployKey({ serviceId });
    await owner.server.delete({ serverId, typedName: 'harbour' });
    for (const { key } of uses) await owner.sshKey.delete({ sshKeyId: key.id });
    expect(await owner.sshKey.list({ organizationId })).toEqual([]);
  });

  it('is servers or services, since the root of a server that builds has what services fetch by', async () => {
    const [opens, fetches] = [await make('Doors'), await make('Sources')];
    const { id: serverId } = await addByKey(opens.id, 'harbour');
    const serviceId = await addService();
    const wrong = owner.service.setDeployKey({ serviceId, sshKeyId: opens.id });
    await expect(wrong).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'sshKeyId' } });
    await owner.service.setDeployKey({ serviceId, sshKeyId: fetches.id });
    const auth = { type: 'ssh-key' as const, sshKeyId: fetches.id };
    const back = owner.server.update({ serverId, auth });
    await expect(back).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'auth.sshKeyId' } });
    expect(await owner.server.get({ serverId })).toMatchObject({ sshKeyId: opens.id });
    expect((await owner.service.get({ serviceId })).deployKeyId).toBe(fetches.id);
  });

  it('may be tried with it, and a server that does not take it says so', async () => {
    const { id: sshKeyId } = await make();
    const sshd = await start();
    const { id: serverId } = await add(sshd, 'harbour', { type: 'key', privateKey: sshd.privateKey });
    await expect(owner.sshKey.test({ sshKeyId, serverId })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      data: { server: 'harbour', reason: 'auth' },
    });
    const taken = await owner.sshKey.create({ organizationId, name: 'Its', privateKey: sshd.privateKey });
    expect(await owner.sshKey.test({ sshKeyId: taken.id, serverId })).toMatchObject({ server: 'harbour' });
  });
});

describe('a rotation', () => {
  it('gives every server the new half, tries it, and takes the old one away', async () => {
    const before = await make();
    const sshKeyId = before.id;
    const [one, two] = [await addByKey(sshKeyId, 'one'), await addByKey(sshKeyId, 'two')];
    // with options, as people write them
    writeFileSync(join(one.sshd.folder, 'authorized_keys'), `restrict,pty ${before.publicKey}\n`, {
      flag: 'a',
    });
    const { sshKey, servers } = await owner.sshKey.rotate({ sshKeyId });
    expect(servers).toMatchObject([
      { name: 'one', isDone: true, problem: '' },
      { name: 'two', isDone: true, problem: '' },
    ]);
    expect(sshKey.previousPublicKey).toBeNull();
    expect(sshKey.fingerprint).not.toBe(before.fingerprint);
    for (const { sshd, id } of [one, two]) {
      expect(keysOf(sshd)).toContain(blobOf(sshKey.publicKey));
      expect(keysOf(sshd)).not.toContain(blobOf(before.publicKey));
      // what else is in there stays
      expect(keysOf(sshd)).toContain(' test');
      expect(await isUp(id)).toBe(true);
    }
  });

  it('leaves the old half to a server that cannot be reached, and goes on there later', async () => {
    const before = await make();
    const sshKeyId = before.id;
    const [one, two] = [await addByKey(sshKeyId, 'one'), await addByKey(sshKeyId, 'two')];
    const { port } = two.sshd;
    core.services.store.database.run(sql.updateTable('server').set({ port: 1 }).where('id', '=', two.id));
    core.services.servers.reset(two.id);
    const first = await owner.sshKey.rotate({ sshKeyId });
    expect(first.servers).toMatchObject([
      { name: 'one', isDone: true },
      { name: 'two', isDone: false, problem: expect.stringContaining('two') },
    ]);
    expect(first.sshKey.previousPublicKey).toBe(before.publicKey);
    expect(keysOf(two.sshd)).toContain(blobOf(before.publicKey));
    expect(await owner.sshKey.usage({ sshKeyId })).toMatchObject([
      { path: 'one', uses: 'current' },
      { path: 'two', uses: 'previous' },
    ]);
    core.services.store.database.run(sql.updateTable('server').set({ port }).where('id', '=', two.id));
    core.services.servers.reset(two.id);
    expect(await isUp(two.id)).toBe(true);
    const second = await owner.sshKey.rotate({ sshKeyId });
    expect(second.servers).toMatchObject([{ name: 'two', isDone: true }]);
    expect(second.sshKey).toMatchObject({ fingerprint: first.sshKey.fingerprint, previousPublicKey: null });
    expect(keysOf(two.sshd)).not.toContain(blobOf(before.publicKey));
    expect(await isUp(one.id)).toBe(true);
  });

  it('says where the old half still opens a server, and keeps it until it does not', async () => {
    const before = await make();
    const sshKeyId = before.id;
    const { sshd, id } = await addByKey(sshKeyId, 'one');
    // its sshd reads another file than the one that is tidied
    const elsewhere = join(sshd.folder, '.ssh', 'authorized_keys');
    rmSync(elsewhere);
    writeFileSync(elsewhere, '');
    const pair = await owner.sshKey.rotate({ sshKeyId });
    expect(pair.servers).toMatchObject([
      { isDone: false, problem: expect.stringContaining('does not take the new key') },
    ]);
    expect(await isUp(id)).toBe(true);
    writeFileSync(join(sshd.folder, 'authorized_keys'), `${pair.sshKey.publicKey}\n`, { flag: 'a' });
    const again = await owner.sshKey.rotate({ sshKeyId });
    expect(again.servers).toMatchObject([{ isDone: false, problem: expect.stringContaining('still opens') }]);
    expect(await owner.sshKey.usage({ sshKeyId })).toMatchObject([{ uses: 'leaving' }]);
    writeFileSync(join(sshd.folder, 'authorized_keys'), `${pair.sshKey.publicKey}\n`);
    expect((await owner.sshKey.rotate({ sshKeyId })).sshKey.previousPublicKey).toBeNull();
  });

  it('lets services fetch by both halves until their repositories know the new one', async () => {
    const { id: sshKeyId } = await make();
    const serviceId = await addService();
    await owner.service.setDeployKey({ serviceId, sshKeyId });
    const first = await owner.sshKey.rotate({ sshKeyId });
    expect(first).toMatchObject({ servicesWait: true, sshKey: { previousPublicKey: expect.any(String) } });
    expect((await owner.service.get({ serviceId })).deployKey).toBe(first.sshKey.publicKey);
    expect(await owner.sshKey.usage({ sshKeyId })).toMatchObject([{ kind: 'service', uses: 'both' }]);
    const last = await owner.sshKey.rotate({ sshKeyId, repositoriesKnow: true });
    expect(last.sshKey).toMatchObject({ previousPublicKey: null, fingerprint: first.sshKey.fingerprint });
  });

  it('touches no server that its caller may not change, and says that there are some', async () => {
    const { id: sshKeyId } = await make();
    const { sshd, id } = await addByKey(sshKeyId, 'one');
    const role = await owner.role.create({
      organizationId,
      name: 'Keys',
      level: 10,
      reach: 'organization',
      permissions: ['sshKey.read', 'sshKey.create'],
    });
    const keeper = clientOf(core, addAccount(core, { organizationId, role: role.name, name: 'Kim' }));
    const before = keysOf(sshd);
    const result = await keeper.sshKey.rotate({ sshKeyId });
    expect(result).toMatchObject({
      servers: [],
      others: 1,
      sshKey: { previousPublicKey: expect.any(String) },
    });
    expect(keysOf(sshd)).toBe(before);
    expect(await isUp(id)).toBe(true);
  });
});
