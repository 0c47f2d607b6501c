import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { backUpDaily, newestGoodBackup } from './backups.ts';
import { openDatabase } from './open-database.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1, 12);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the daily backup', () => {
  it('is made once a day, and the newest seven are kept', async () => {
    const { core } = await createOwnedCore({ dataFolder: folder });
    const { connection } = core.services.store.database;
    for (let day = 0; day < 10; day += 1) {
      await backUpDaily(connection, folder, start + day * dayMs);
      await backUpDaily(connection, folder, start + day * dayMs + 1);
    }
    const files = readdirSync(join(folder, 'backups')).sort();
    expect(files).toHaveLength(7);
    expect(files[0]).toBe('daily-2026-01-04.db');
    await core.close();
  });

  it('is offered by name when the store is damaged, the newest whole one', async () => {
    const { core } = await createOwnedCore({ dataFolder: folder });
    await backUpDaily(core.services.store.database.connection, folder, start);
    await core.close();
    const good = join(folder, 'backups', 'daily-2026-01-01.db');
    writeFileSync(join(folder, 'backups', 'daily-2026-01-02.db'), 'half a backup');
    expect(newestGoodBackup(folder)).toBe(good);
    writeFileSync(join(folder, 'quayside.db'), 'x'.repeat(10_000));
    await expect(openDatabase(folder)).rejects.toMatchObject({ message: expect.stringContaining(good) });
  });
});
