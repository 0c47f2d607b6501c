import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { folderOfBackups, isGoodBackup, newestGoodBackup } from './backups.ts';
import { syncFolder } from './file-sum.ts';
import { lockStore } from './lock.ts';

/** What was brought back, and where lies what was there before. */
export interface Restored {
  readonly backup: string;
  /** Undefined where there was nothing. */
  readonly kept: string | undefined;
}

/** Where in `meta` a store keeps the name of the backup that it was brought back from, until its trails tell of it. */
export const restoredKey = 'restored_from';

/** The files of one store: its own, its log, its checksum. What is derived from it (the search) is made anew. */
const isOfStore = (name: string): boolean => /^quayside\.db(?:-wal|-shm|-journal|\.sha256)?$/.test(name);

/**
 * Brings a backup back (the newest good one, one of the folder by its name, or a file) and keeps what is there now in a
 * folder of its own. BUSY where a host runs; NOT_FOUND or CONFLICT on `restore`, with nothing changed, where the backup
 * is none. The copy is whole and on the disk before anything is moved.
 */
export function restoreBackup(dataFolder: string, wanted: string | undefined, now: number): Restored {
  const lock = lockStore(dataFolder);
  try {
    const backup = requireGood(dataFolder, wanted);
    const fresh = join(dataFolder, 'quayside.db.restored');
    copyWhole(backup, fresh);
    const kept = putAside(dataFolder, now);
    renameSync(fresh, join(dataFolder, 'quayside.db'));
    syncFolder(dataFolder);
    return { backup, kept };
  } finally {
    lock.release();
  }
}

function requireGood(dataFolder: string, wanted: string | undefined): string {
  const named = wanted === undefined ? newestGoodBackup(dataFolder) : find(dataFolder, wanted);
  if (named === undefined || !existsSync(named)) {
    throw new AppError('NOT_FOUND', {
      kind: 'good backup',
      id: wanted ?? `in ${folderOfBackups(dataFolder)}`,
    });
  }
  if (isGoodBackup(named)) return named;
  const reason = `${named} is damaged, is no store of Quayside, or was written by a newer one; choose another backup`;
  throw new AppError('CONFLICT', { field: 'restore', reason });
}

function find(dataFolder: string, wanted: string): string {
  const inFolder = join(folderOfBackups(dataFolder), basename(wanted));
  return existsSync(inFolder) ? inFolder : resolve(wanted);
}

function copyWhole(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    copyFileSync(from, to);
    markRestored(to, basename(from));
    if (!isGoodBackup(to)) throw new Error(`${to} was read back damaged`);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

/** Writes into the copy what it is: no kill between its move and the next start keeps the trail from telling it. */
function markRestored(path: string, backup: string): void {
  const connection = new Sqlite(path, { fileMustExist: true });
  try {
    connection.pragma('journal_mode = DELETE');
    connection.pragma('synchronous = FULL');
    connection.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(restoredKey, backup);
  } finally {
    connection.close();
  }
}

function putAside(dataFolder: string, now: number): string | undefined {
  const names = readdirSync(dataFolder).filter(isOfStore);
  if (names.length === 0) return undefined;
  const kept = join(dataFolder, `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(kept, { mode: 0o700 });
  // The log first: a store without its log is older, one with a foreign log is none.
  for (const name of names.sort().reverse()) renameSync(join(dataFolder, name), join(kept, name));
  syncFolder(kept);
  return kept;
}
