import { randomBytes, randomInt } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { backUpDaily, outlived } from './backups.ts';
import { LostStoreError } from './lost-store.ts';
import { openDatabase } from './open-database.ts';
import { restoreBackup } from './restore.ts';
import { checkWholeStore } from './whole-check.ts';

const tries = 24;
let sound: string;
let killed: string;
let folder: string;
/** A store with a few hundred rows: `sound` as a host leaves it, `killed` as one that is killed leaves it. */
beforeAll(async () => {
  const base = mkdtempSync(join(tmpdir(), 'quayside-damage-'));
  [sound, killed] = [join(base, 'sound'), join(base, 'killed')];
  const { core, client, organizationId } = await createOwnedCore({ dataFolder: sound });
  for (let n = 0; n < 60; n += 1) await client.project.create({ organizationId, name: `project ${n}` });
  await backUpDaily(core.services.store.database.connection, sound, Date.UTC(2026, 0, 1));
  while (!existsSync(join(sound, 'quayside.db.sha256'))) await wait(20);
  cpSync(sound, killed, { recursive: true });
  await core.close();
}, 60_000);
afterAll(() => rmSync(join(sound, '..'), { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-damaged-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'quayside.db');
const begin = (from: string): void => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(from, folder, { recursive: true });
};
const overwrite = (file: string, bytes: Buffer): Buffer => {
  const content = readFileSync(file);
  bytes.copy(content, randomInt(content.length - bytes.length));
  writeFileSync(file, content);
  return content;
};
const opened = async (): Promise<unknown> => {
  try {
    (await openDatabase(folder)).close();
    return 'opened';
  } catch (error) {
    return error;
  }
};

describe('a damaged store', () => {
  it.each([
    ['stopped in order', () => sound],
    ['killed', () => killed],
  ])(
    'whose host was %s: 24 random bytes anywhere are noticed at the start, and the file is kept',
    async (_, from) => {
      const backup = 'daily-2026-01-01.db';
      for (let n = 0; n < tries; n += 1) {
        begin(from());
        const damaged = overwrite(path(), randomBytes(24));
        const refused = await opened();
        expect(refused).toBeInstanceOf(LostStoreError);
        expect(refused).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(backup) });
        expect(readFileSync(path()).equals(damaged)).toBe(true);
      }
    },
  );

  it('without a checksum is still refused where its structure is broken, and the check of all finds more', async () => {
    let noticed = 0;
    for (let n = 0; n < tries; n += 1) {
      begin(sound);
      rmSync(join(folder, 'quayside.db.sha256'));
      overwrite(path(), randomBytes(600));
      const result = await opened();
      if (result !== 'opened') noticed += 1;
      else noticed += Math.min(1, (await checkWholeStore(path(), new AbortController().signal)).length);
    }
    expect(noticed).toBeGreaterThan(0);
  });

  it('a sound one passes the check of all of it, and one whose rows refer to nothing does not', async () => {
    begin(sound);
    const { signal } = new AbortController();
    expect(await checkWholeStore(path(), signal)).toEqual([]);
    const connection = new Sqlite(path());
    connection.pragma('foreign_keys = OFF');
    connection.exec('DELETE FROM account');
    connection.close();
    expect(await checkWholeStore(path(), signal)).toEqual([
      expect.stringContaining('refer to rows that are gone'),
    ]);
  });
});

describe('a lost store', () => {
  it.each([
    ['missing', () => rmSync(path())],
    ['empty', () => writeFileSync(path(), '')],
    [
      'somebody else’s database',
      () => {
        rmSync(path());
        rmSync(join(folder, 'quayside.db.sha256'));
        const other = new Sqlite(path());
        other.exec('CREATE TABLE bookmark (url TEXT)');
        other.close();
      },
    ],
    [
      'of another application, with a version',
      () => {
        rmSync(path());
        rmSync(join(folder, 'quayside.db.sha256'));
        const other = new Sqlite(path());
        other.exec('CREATE TABLE bookmark (url TEXT); PRAGMA user_version = 3');
        other.close();
      },
    ],
  ])('(%s) is refused with the newest good backup named, and nothing is made', async (_, lose) => {
    begin(sound);
    lose();
    const before = readdirSync(folder).sort();
    const refused = await opened();
    expect(refused).toMatchObject({
      code: 'CONFLICT',
      backup: join(folder, 'backups', 'daily-2026-01-01.db'),
    });
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it.each(['vault.key', 'host.json', 'audit-search.db', 'backups/daily-2026-01-01.db'])(
    'is known by %s alone',
    async (name) => {
      mkdirSync(join(folder, 'backups'));
      writeFileSync(join(folder, name), 'x');
      expect(await opened()).toBeInstanceOf(LostStoreError);
      expect(existsSync(path())).toBe(false);
    },
  );

  it('is none where a first start was killed before the store was whole', async () => {
    writeFileSync(join(folder, 'quayside.db.new'), 'half');
    writeFileSync(join(folder, 'lock.db'), '');
    expect(await opened()).toBe('opened');
    expect(readdirSync(folder).sort()).toEqual(['lock.db', 'quayside.db', 'quayside.db.sha256']);
  });
});

describe('a backup', () => {
  it('that holds less never pushes one out that holds more', () => {
    const newestFirst = [2, 2, 1, 1, 1, 1, 1, 90, 80, 70].map((holds, index) => ({
      file: `${index}`,
      holds,
    }));
    expect(outlived(newestFirst)).toEqual(['8', '9']);
    expect(outlived(newestFirst.toReversed()).sort()).toEqual(['0', '1', '2']);
  });

  it('brought back keeps the damaged file, and opens', async () => {
    begin(sound);
    const damaged = overwrite(path(), randomBytes(24));
    const { backup, kept } = restoreBackup(folder, undefined, Date.UTC(2026, 0, 2));
    expect(backup).toContain('daily-2026-01-01.db');
    expect(readFileSync(join(kept ?? '', 'quayside.db')).equals(damaged)).toBe(true);
    expect(await opened()).toBe('opened');
  });

  it.each([
    ['is not there', 'nothing.db', { code: 'NOT_FOUND' }],
    ['is damaged', 'daily-2026-01-01.db', { code: 'CONFLICT' }],
    ['is no store', 'other.db', { code: 'CONFLICT' }],
  ])('that %s is refused, and nothing changes', async (_, name, error) => {
    begin(sound);
    const file = join(folder, 'backups', 'daily-2026-01-01.db');
    writeFileSync(file, readFileSync(file).fill(0x5a, 4_096));
    new Sqlite(join(folder, 'backups', 'other.db')).exec('CREATE TABLE a (b)').close();
    const before = statSync(path()).ino;
    expect(() => restoreBackup(folder, name, Date.now())).toThrowError(expect.objectContaining(error));
    expect(statSync(path()).ino).toBe(before);
    expect(await opened()).toBe('opened');
  });
});
