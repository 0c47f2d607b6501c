import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';

/** Held while this process is the store's only writer. */
export interface StoreLock {
  release(): void;
}

/**
 * Takes the store's lock or fails with BUSY. The lock is SQLite's own exclusive file lock on `lock.db`, so
 * the operating system frees it the instant its holder dies, however it dies.
 */
export const lockStore = (dataFolder: string): StoreLock => {
  const path = join(dataFolder, 'lock.db');
  const connection = new Sqlite(path, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') {
      throw new AppError('BUSY', { by: `another Quayside on the store ${dataFolder}` }, { cause: error });
    }
    throw error;
  }
  return { release: () => connection.close() };
};
