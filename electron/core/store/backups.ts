import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { diskProblem } from './disk-problem.ts';

const keptDaily = 7;
const daily = /^daily-\d{4}-\d\d-\d\d\.db$/;

const folderOf = (dataFolder: string): string => join(dataFolder, 'backups');

/** Copies the open store by SQLite's backup API; the file appears under its name only when it is whole. */
export const backUp = async (
  connection: Sqlite.Database,
  dataFolder: string,
  name: string,
): Promise<void> => {
  const folder = folderOf(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `${name}.partial`);
  try {
    await connection.backup(partial);
    renameSync(partial, join(folder, `${name}.db`));
  } catch (error) {
    // Half a backup on a full disk takes what somebody may free.
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
    throw diskProblem(error) ?? error;
  }
};

/** Makes today's backup unless there is one, and keeps the newest seven. */
export const backUpDaily = async (
  connection: Sqlite.Database,
  dataFolder: string,
  now: number,
): Promise<void> => {
  const name = `daily-${new Date(now).toISOString().slice(0, 10)}`;
  if (existsSync(join(folderOf(dataFolder), `${name}.db`))) return;
  await backUp(connection, dataFolder, name);
  const old = readdirSync(folderOf(dataFolder))
    .filter((file) => daily.test(file))
    .sort()
    .slice(0, -keptDaily);
  for (const file of old) rmSync(join(folderOf(dataFolder), file));
};

const isGood = (path: string): boolean => {
  try {
    const connection = new Sqlite(path, { readonly: true });
    const answer = connection.pragma('quick_check(1)', { simple: true });
    connection.close();
    return answer === 'ok';
  } catch {
    // Whatever is wrong with it, it is no backup to offer.
    return false;
  }
};

/** The newest backup that is whole, to be offered where the store is damaged. */
export const newestGoodBackup = (dataFolder: string): string | undefined => {
  if (!existsSync(folderOf(dataFolder))) return undefined;
  const files = readdirSync(folderOf(dataFolder)).filter((file) => file.endsWith('.db'));
  return files
    .sort()
    .reverse()
    .map((file) => join(folderOf(dataFolder), file))
    .find(isGood);
};
