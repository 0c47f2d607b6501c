import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '#core/store/backups.ts';
import { newDataFolder, removeFolder, runHost, spawnHost } from '#test/support/spawn-host.ts';

let folder: string;
beforeEach(() => {
  folder = newDataFolder();
});
afterEach(() => removeFolder(folder));

/** A store with a backup of itself, made as the daily one is. */
const backedUp = async (): Promise<void> => {
  await (await spawnHost(folder)).end();
  const connection = new Sqlite(join(folder, 'quayside.db'), { readonly: true });
  await backUp(connection, folder, 'daily-2026-01-01');
  connection.close();
};

describe('a store that was lost', () => {
  it('is not made anew, and comes back by --restore, which the trail tells', async () => {
    await backedUp();
    rmSync(join(folder, 'quayside.db'));
    for (let n = 0; n < 2; n += 1) {
      const refused = await runHost(folder, ['--owner', 'Mallory <m@example.com>']);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('daily-2026-01-01.db') });
      expect(refused.stderr).toContain('--restore newest');
    }
    expect(readdirSync(folder)).not.toContain('quayside.db');
    const restored = await runHost(folder, ['--restore', 'newest']);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const host = await spawnHost(folder, []);
    const read = async (path: string) => {
      const response = await fetch(`${host.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${host.token}` },
        signal: AbortSignal.timeout(30_000),
      });
      return response.json();
    };
    const [organization] = (await read('/organizations')) as [{ id: string; name: string }];
    expect(organization.name).toBe('acme');
    const trail = (await read(`/organizations/${organization.id}/audit`)) as {
      items: { operation: string }[];
    };
    expect(trail.items.map(({ operation }) => operation)).toContain('organization.restoreStore');
    await host.end();
  });

  it('that is damaged is kept beside the one that is brought back; an unknown backup changes nothing', async () => {
    await backedUp();
    const path = join(folder, 'quayside.db');
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 9_000, 9_024);
    writeFileSync(path, bytes);
    expect((await runHost(folder)).stderr).toContain('damaged');
    expect(await runHost(folder, ['--restore', 'nothing.db'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed'),
    });
    const { stdout } = await runHost(folder, ['--restore', 'daily-2026-01-01.db']);
    const [kept = ''] = /\S+before-restore-[\w-]+/.exec(stdout) ?? [];
    expect(readFileSync(join(kept, 'quayside.db')).equals(bytes)).toBe(true);
    await (await spawnHost(folder, [])).end();
  });

  it('is not brought back under a running host', async () => {
    await backedUp();
    const host = await spawnHost(folder, []);
    const refused = await runHost(folder, ['--restore', 'newest']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Another Quayside') });
    await host.end();
  });
});
