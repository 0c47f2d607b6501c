import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { diskProblem } from './disk-problem.ts';
import { syncFolder } from './file-sum.ts';
import { migrations } from './migrations/index.ts';

const keptDaily = 7;
const daily = /^daily-\d{4}-\d\d-\d\d\.db$/;

/** The folder of a store's backups. */
export const folderOfBackups = (dataFolder: string): string => join(dataFolder, 'backups');

/**
 * Copies the open store by SQLite's backup API; the file appears under its name only when it is whole, and passes the
 * check that it would have to pass when it is brought back.
 */
export async function backUp(connection: Sqlite.Database, dataFolder: string, name: string): Promise<void> {
  const folder = folderOfBackups(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `${name}.partial`);
  try {
    await connection.backup(partial);
    if (!isWhole(partial))
      throw new Error(`the backup ${name} does not pass its check; the store may be damaged`);
    renameSync(partial, join(folder, `${name}.db`));
    syncFolder(folder);
  } catch (error) {
    // Half a backup on a full disk takes what somebody may free.
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
    throw diskProblem(error) ?? error;
  }
}

/**
 * Makes today's backup unless there is one, and keeps the newest seven; an older one stays for as long as no newer one
 * holds as much.
 */
export async function backUpDaily(
  connection: Sqlite.Database,
  dataFolder: string,
  now: number,
): Promise<void> {
  const folder = folderOfBackups(dataFolder);
  const name = `daily-${new Date(now).toISOString().slice(0, 10)}`;
  if (existsSync(join(folder, `${name}.db`))) return;
  await backUp(connection, dataFolder, name);
  const newestFirst = readdirSync(folder)
    .filter((file) => daily.test(file))
    .sort()
    .reverse();
  for (const file of outlived(
    newestFirst.map((each) => ({ file: each, holds: holdsOf(join(folder, each)) })),
  ))
    rmSync(join(folder, file));
}

/** Of backups, the newest first, those beyond the kept number of which a newer one holds as much. */
export function outlived(backups: readonly { readonly file: string; readonly holds: number }[]): string[] {
  return backups.flatMap(({ file, holds }, index) => {
    if (index < keptDaily) return [];
    return backups.slice(0, index).some((newer) => newer.holds >= holds) ? [file] : [];
  });
}

/** The newest backup that could be brought back, to be offered where the store is lost or damaged. */
export function newestGoodBackup(dataFolder: string): string | undefined {
  const folder = folderOfBackups(dataFolder);
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.db'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at || b.path.localeCompare(a.path))
    .find(({ path }) => isGoodBackup(path))?.path;
}

/** Whether a file is a whole store of a version that this Quayside knows, with somebody in it. */
export function isGoodBackup(path: string): boolean {
  return isWhole(path) && holdsOf(path) >= 0;
}

function isWhole(path: string): boolean {
  return asked(path, (connection) => connection.pragma('quick_check(1)', { simple: true }) === 'ok') ?? false;
}

/**
 * How much a backup holds: how many events its trails have seen, which only ever grows; nothing that is deleted or
 * archived makes it less. Below 0 where it is no store, or one that nobody ever used.
 */
function holdsOf(path: string): number {
  return (
    asked(path, (connection) => {
      const version = Number(connection.pragma('user_version', { simple: true }));
      if (version < 1 || version > migrations.length) return -1;
      const used = connection.prepare("SELECT 1 FROM account, meta WHERE key = 'data_key' LIMIT 1").get();
      const sum = connection.prepare('SELECT coalesce(sum(position), 0) FROM audit_head').pluck();
      return used ? Number(sum.get()) : -1;
    }) ?? -1
  );
}

function asked<T>(path: string, question: (connection: Sqlite.Database) => T): T | undefined {
  let connection: Sqlite.Database | undefined;
  // A copy of a store is in WAL mode as the store is, and reading it makes these files.
  const hadLog = existsSync(`${path}-wal`);
  try {
    connection = new Sqlite(path, { readonly: true, fileMustExist: true });
    return question(connection);
  } catch {
    // Whatever is wrong with it, it is no backup to offer.
    return undefined;
  } finally {
    connection?.close();
    if (!hadLog) for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  }
}
