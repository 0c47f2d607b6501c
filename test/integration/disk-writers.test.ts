import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUpDaily, newestGoodBackup } from '#core/store/backups.ts';
import { createOwnedCore, createTestCore, type TestClient } from '#test/support/create-test-core.ts';
import { describeOnSmallDisk, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';
import { runHost, spawnHost } from '#test/support/spawn-host.ts';
import { createKeyFileVault } from '../../electron/headless/key-file-vault.ts';

let disk: SmallDisk;
beforeEach(() => {
  disk = mountSmallDisk(24);
});
afterEach(() => disk.remove());

const full = { code: 'LIMIT', message: expect.stringContaining('full') };

/** Projects with names that hold much, so that a few of them need new pages. */
const addProjects = async (client: TestClient, organizationId: string, count: number): Promise<number> => {
  let added = 0;
  for (let n = 0; n < count; n += 1) {
    await client.project.create({ organizationId, name: `project ${n} ${'z'.repeat(40)}` }).then(
      () => {
        added += 1;
      },
      (error: unknown) => expect(error).toMatchObject(full),
    );
  }
  return added;
};

describeOnSmallDisk('on a full disk, each writer', () => {
  it('of the store refuses, keeps nothing of what it refused, and takes up again', async () => {
    const { core, client, organizationId, host } = await createOwnedCore({ dataFolder: disk.path });
    disk.fill();
    const added = await addProjects(client, organizationId, 60);
    expect(added).toBeLessThan(60);
    expect(await client.project.list({ organizationId })).toHaveLength(added);
    expect(host.logged.filter(({ message }) => message === 'the store cannot be written')).toHaveLength(1);
    disk.free();
    expect(await addProjects(client, organizationId, 5)).toBe(5);
    expect(host.logged.at(-1)).toMatchObject({ message: 'the store can be written again' });
    await core.close();
    const again = await createTestCore({ dataFolder: disk.path });
    expect(await again.client.project.list({ organizationId })).toHaveLength(added + 5);
    await again.core.close();
  });

  it('of the daily backup fails, leaves nothing half made, and makes it when there is room', async () => {
    const { core, client, organizationId } = await createOwnedCore({ dataFolder: disk.path });
    await addProjects(client, organizationId, 20);
    disk.fill();
    const { connection } = core.services.store.database;
    await expect(backUpDaily(connection, disk.path, Date.now())).rejects.toMatchObject(full);
    expect(readdirSync(disk.path).includes('backups') ? readdirSync(join(disk.path, 'backups')) : []).toEqual(
      [],
    );
    disk.free();
    await backUpDaily(connection, disk.path, Date.now());
    expect(newestGoodBackup(disk.path)).toBeDefined();
    await core.close();
  });

  it('of the audit search answers with what it has or LIMIT, and finds all of it afterwards', async () => {
    const { core, client, organizationId } = await createOwnedCore({ dataFolder: disk.path });
    await addProjects(client, organizationId, 20);
    disk.fill();
    const search = { organizationId, text: 'project 7' };
    await expect(client.audit.list(search)).rejects.toMatchObject(full);
    expect((await client.audit.list({ organizationId })).items.length).toBeGreaterThan(0);
    disk.free();
    expect((await client.audit.list(search)).items.length).toBeGreaterThan(0);
    await core.close();
  });

  it('of an archive fails and leaves no file, and the trail as it was', async () => {
    const { core, client, organizationId } = await createOwnedCore({ dataFolder: disk.path });
    await addProjects(client, organizationId, 20);
    disk.fill();
    const wanted = { organizationId, before: new Date(Date.now() + 60_000).toISOString(), typedName: 'Acme' };
    await expect(client.audit.archive(wanted)).rejects.toMatchObject(full);
    const folder = join(disk.path, 'archives');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    disk.free();
    expect(await client.audit.archive(wanted)).toMatchObject({ from: 1 });
    await core.close();
  });

  it('of the vault key leaves no half of a key behind', async () => {
    const vault = createKeyFileVault(disk.path);
    disk.fill();
    await expect(vault.wrap(Buffer.alloc(32))).rejects.toMatchObject({ code: 'ENOSPC' });
    disk.free();
    expect(readdirSync(disk.path)).toEqual([]);
    await vault.wrap(Buffer.alloc(32));
  });

  it('of a start says what is wrong, and the next start with room is as good as any', async () => {
    disk.fill();
    const first = await runHost(disk.path, ['--owner', 'Olive <olive@example.com>']);
    expect(first).toMatchObject({ code: 1, stderr: expect.stringMatching(/disk .* is full/) });
    disk.free();
    await (await spawnHost(disk.path)).end();
    disk.fill();
    const second = await runHost(disk.path);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/disk .* is full/) });
    disk.free();
    await (await spawnHost(disk.path, [])).end();
  });
});

describeOnSmallDisk('a host that the disk fails in other ways', () => {
  const create = (host: { url: string; token: string }, path: string, name: string) =>
    fetch(`${host.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${host.token}`,
        'content-type': 'application/json',
        // A connection that is kept may be closed by the host while a slow machine sends on it.
        connection: 'close',
      },
      body: JSON.stringify({ name }),
      signal: AbortSignal.timeout(30_000),
    });
  const found = async (host: { url: string; token: string }) => {
    const response = await fetch(`${host.url}/api/v1/organizations`, {
      headers: { authorization: `Bearer ${host.token}`, connection: 'close' },
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as [{ id: string }];
  };

  it('(a limit of file sizes, EFBIG) refuses changes and recovers', async () => {
    const host = await spawnHost(disk.path);
    const path = `/organizations/${(await found(host))[0].id}/projects`;
    execFileSync('prlimit', ['--pid', String(host.pid), '--fsize=4096:unlimited']);
    const codes = new Set<number>();
    for (let n = 0; n < 5; n += 1) codes.add((await create(host, path, `big ${n}`)).status);
    expect([...codes]).toEqual([429]);
    expect(await found(host)).toHaveLength(1);
    execFileSync('prlimit', ['--pid', String(host.pid), '--fsize=unlimited:unlimited']);
    expect((await create(host, path, 'after')).status).toBeLessThan(300);
    expect((await host.end()).code).toBe(0);
  });

  it('(fsync answers EIO: a sparse disk image on a full disk) refuses changes, and serves what is durable', async () => {
    const image = join(disk.path, 'image');
    writeFileSync(image, '');
    truncateSync(image, 32 * 1024 * 1024);
    execFileSync('mkfs.ext4', ['-q', '-O', '^has_journal', image]);
    const mounted = mkdtempSync(join(tmpdir(), 'quayside-broken-'));
    execFileSync('mount', ['-o', 'loop', image, mounted]);
    const folder = join(mounted, 'store');
    mkdirSync(folder);
    const host = await spawnHost(folder);
    try {
      const path = `/organizations/${(await found(host))[0].id}/projects`;
      expect((await create(host, path, 'before')).status).toBeLessThan(300);
      disk.fill();
      const codes: number[] = [];
      for (let n = 0; n < 400 && codes.at(-1) !== 429; n += 1)
        codes.push((await create(host, path, `broken ${n} ${'w'.repeat(40)}`)).status);
      expect(codes.at(-1)).toBe(429);
      expect(await found(host)).toHaveLength(1);
    } finally {
      await host.end('SIGKILL');
      disk.free();
      execFileSync('umount', ['--lazy', mounted]);
      rmdirSync(mounted);
    }
  });
});
