import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestCore } from '#test/support/create-test-core.ts';
import { openDatabase } from './open-database.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const path = () => join(folder, 'quayside.db');

describe('opening a store', () => {
  it('creates it durable: WAL, FULL, foreign keys', async () => {
    const database = await openDatabase(folder);
    const { connection } = database;
    const pragma = (name: string) => connection.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
    expect([pragma('secure_delete'), pragma('trusted_schema')]).toEqual([1, 0]);
    database.close();
  });

  it('refuses one of a newer version and leaves it as it is', async () => {
    (await openDatabase(folder)).close();
    const newer = new Sqlite(path());
    newer.pragma('user_version = 999');
    newer.close();
    const before = readFileSync(path());
    await expect(openDatabase(folder)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('newer Quayside'),
    });
    expect(readFileSync(path()).equals(before)).toBe(true);
  });

  it.each([
    [
      'no database at all',
      () => Buffer.from('this is not a database, but it is long enough to be read as one'),
    ],
    [
      'a database with its middle overwritten',
      () => {
        const bytes = readFileSync(path());
        return Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 0x5a)]);
      },
    ],
  ])('detects %s, says so and keeps the file', async (_, damage) => {
    (await openDatabase(folder)).close();
    const damaged = damage();
    writeFileSync(path(), damaged);
    await expect(openDatabase(folder)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'store' },
      message: expect.stringContaining('damaged'),
    });
    expect(readFileSync(path()).equals(damaged)).toBe(true);
  });
});

describe('two hosts on one store', () => {
  it('never run at once: the second is told, and gets it when the first has ended', async () => {
    const first = await createTestCore({ dataFolder: folder });
    await expect(createTestCore({ dataFolder: folder })).rejects.toMatchObject({ code: 'BUSY' });
    await first.core.close();
    const second = await createTestCore({ dataFolder: folder });
    await second.core.close();
  });

  it('refuse a vault that cannot open the data key, and change nothing', async () => {
    const first = await createTestCore({ dataFolder: folder });
    await first.core.close();
    const unwrap = () => Promise.reject(new Error('wrong key file'));
    const vault = { protection: 'test', wrap: async (key: Uint8Array) => key, unwrap };
    await expect(createTestCore({ dataFolder: folder, vault })).rejects.toThrow('wrong key file');
    const again = await createTestCore({ dataFolder: folder });
    await again.core.close();
  });
});
