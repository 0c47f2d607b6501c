import { closeSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { backUp } from './backups.ts';
import { CheckedFile } from './checked-file.ts';
import { Database, type DiskListener } from './database.ts';
import { diskProblem } from './disk-problem.ts';
import { compareSum, syncFolder } from './file-sum.ts';
import { refuseDamaged, requireNoLostStore } from './lost-store.ts';
import { migrations } from './migrations/index.ts';

/**
 * Opens the store, or makes one in an empty folder, and brings it to the newest schema, all migrations in one
 * transaction after a backup. Refuses (CONFLICT on `store`) a newer schema, a file that is damaged or none of ours, and
 * one that is gone though its folder is not empty; leaves each as it was.
 *
 * A file whose checksum is right is byte for byte what was written last, so its `quick_check` is left to the check
 * of everything after the start (`whole-check.ts`), which waits for no start; one without a checksum is checked here,
 * before anything is written to it.
 */
export async function openDatabase(dataFolder: string | null, listener?: DiskListener): Promise<Database> {
  if (dataFolder === null) return migrated(connect(':memory:'), null, listener);
  const path = join(dataFolder, 'quayside.db');
  try {
    if (isMissing(path)) await makeStore(dataFolder, path);
    const isKept = requireSound(dataFolder, path);
    return await migrated(connect(path), dataFolder, listener, isKept);
  } catch (error) {
    if (isDamage(error)) return refuseDamaged(dataFolder, path, error);
    throw diskProblem(error) ?? error;
  }
}

function isMissing(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code);
}

/** Under another name until it is whole, so that a start that was killed leaves nothing that looks like a store. */
async function makeStore(dataFolder: string, path: string): Promise<void> {
  requireNoLostStore(dataFolder);
  const fresh = `${path}.new`;
  try {
    removeFiles(fresh);
    const connection = new Sqlite(fresh);
    try {
      await migrate(connection, null);
    } finally {
      connection.close();
    }
    renameSync(fresh, path);
    syncFolder(dirname(path));
  } catch (error) {
    removeFiles(fresh);
    throw error;
  }
}

function removeFiles(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

/** Answers whether the checksum is there and right. Looks by a connection that cannot write, not even by closing. */
function requireSound(dataFolder: string, path: string): boolean {
  const sum = compareSum(path);
  if (sum === 'changed' && versionInHeader(path) <= migrations.length) {
    refuseDamaged(dataFolder, path, new Error('it is not what its checksum was taken of'));
  }
  const connection = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    requireKnownVersion(connection);
    requireOurs(connection, path);
    if (sum !== 'same') checkQuickly(connection);
    return sum === 'same';
  } finally {
    connection.close();
  }
}

/** `user_version` as the file itself has it, at byte 60 (sqlite.org/fileformat.html). */
function versionInHeader(path: string): number {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(100);
    const bytes = readSync(file, header, 0, header.length, 0);
    return bytes === header.length && header.toString('latin1', 0, 15) === 'SQLite format 3'
      ? header.readUInt32BE(60)
      : 0;
  } finally {
    closeSync(file);
  }
}

function requireKnownVersion(connection: Sqlite.Database): void {
  const version = versionOf(connection);
  if (version <= migrations.length) return;
  const reason = `it was written by a newer Quayside (schema ${version}, this one knows ${migrations.length}). Update Quayside.`;
  throw new AppError('CONFLICT', { field: 'store', reason });
}

/** A database of somebody else's, or ours without its schema, is not migrated into one of ours. */
function requireOurs(connection: Sqlite.Database, path: string): void {
  const tables = connection
    .prepare(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'node', 'account')",
    )
    .pluck()
    .get();
  if (versionOf(connection) > 0 && tables === 3) return;
  throw new Sqlite.SqliteError(`${path} is no store of Quayside`, 'SQLITE_NOTADB');
}

function checkQuickly(connection: Sqlite.Database): void {
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Sqlite.SqliteError(String(found), 'SQLITE_CORRUPT');
}

function connect(path: string): Sqlite.Database {
  const connection = new Sqlite(path);
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('secure_delete = ON');
    connection.pragma('trusted_schema = OFF');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function migrated(
  connection: Sqlite.Database,
  dataFolder: string | null,
  listener: DiskListener | undefined,
  isKept = false,
): Promise<Database> {
  const failed = (error: unknown): void =>
    listener?.failed(error instanceof Error ? error : new Error(String(error)));
  const file = dataFolder === null ? connection : new CheckedFile(connection, { isKept, failed });
  try {
    await migrate(connection, dataFolder);
    return new Database(connection, { listener, close: () => file.close() });
  } catch (error) {
    file.close();
    throw error;
  }
}

function versionOf(connection: Sqlite.Database): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

async function migrate(connection: Sqlite.Database, dataFolder: string | null): Promise<void> {
  const from = versionOf(connection);
  if (from === migrations.length) return;
  if (from > 0 && dataFolder !== null) {
    await backUp(connection, dataFolder, `before-schema-${migrations.length}`);
  }
  connection.transaction(() => {
    for (const step of migrations.slice(from)) {
      if (typeof step === 'string') connection.exec(step);
      else step(connection);
    }
    connection.pragma(`user_version = ${migrations.length}`);
  })();
}
