import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const disk = vi.hoisted(() => ({ fails: false }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const fsync = (file: number, done: (error: Error | null) => void): void =>
    disk.fails ? done(new Error('EIO')) : real.fsync(file, done);
  return { ...real, fsync };
});
// Other files of the same worker may have loaded it on the real disk.
vi.resetModules();
const { Checkpoints } = await import('./checkpoints.ts');

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-checkpoints-'));
  path = join(folder, 'some.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Sqlite.Database => {
  const connection = new Sqlite(path);
  connection.pragma('journal_mode = WAL');
  connection.exec('CREATE TABLE IF NOT EXISTS piece (content BLOB NOT NULL)');
  return connection;
};

const countIn = (file: string): unknown => {
  const connection = new Sqlite(file);
  try {
    return connection.prepare('SELECT count(*) FROM piece').pluck().get();
  } finally {
    connection.close();
  }
};

const addMany = (connection: Sqlite.Database): number => {
  const add = connection.prepare('INSERT INTO piece VALUES (zeroblob(100000))');
  for (let count = 0; count < 50; count += 1) add.run();
  return 50;
};

test('a log that became large is written back, and the file has everything without it', async () => {
  const connection = open();
  const checkpoints = new Checkpoints(connection);
  expect(checkpoints.isDue).toBe(false);
  const count = addMany(connection);
  expect(checkpoints.isDue).toBe(true);
  await checkpoints.run();
  expect(checkpoints.isDue).toBe(false);
  expect(statSync(`${path}-wal`).size).toBe(0);
  copyFileSync(path, `${path}.copy`);
  expect(countIn(`${path}.copy`)).toBe(count);
  const more = addMany(connection);
  checkpoints.close();
  connection.close();
  expect(countIn(path)).toBe(count + more);
});

test('what a crash left in the log is read, written back and gone on from', async () => {
  const first = open();
  const left = new Checkpoints(first);
  const count = addMany(first);
  const crashed = join(folder, 'crashed.db');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${crashed}${end}`);
  left.close();
  first.close();
  path = crashed;
  const second = open();
  const checkpoints = new Checkpoints(second);
  expect(checkpoints.isDue).toBe(true);
  await checkpoints.run();
  const more = addMany(second);
  checkpoints.close();
  second.close();
  expect(countIn(crashed)).toBe(count + more);
});

test('SQLite itself waits for the disk only while it closes, and where the disk failed', async () => {
  const connection = open();
  const synchronous = (): unknown => connection.pragma('synchronous', { simple: true });
  const checkpoints = new Checkpoints(connection);
  expect(synchronous()).toBe(0);
  disk.fails = true;
  await expect(checkpoints.run()).rejects.toThrow('EIO');
  disk.fails = false;
  expect(synchronous()).toBe(1);
  connection.pragma('synchronous = OFF');
  checkpoints.close();
  expect(synchronous()).toBe(1);
  connection.close();
});

test('a database in memory has nothing to write back', async () => {
  const connection = new Sqlite(':memory:');
  const checkpoints = new Checkpoints(connection);
  expect(checkpoints.isDue).toBe(false);
  await checkpoints.run();
  checkpoints.close();
  connection.close();
});
