import { closeSync, fstatSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type Sqlite from 'better-sqlite3';

const synced = promisify(fsync);

/** How large the log becomes before it is written back: about 1,000 pages, copied in a few milliseconds. */
const largestLog = 4 * 1024 * 1024;

/**
 * Writes the write-ahead log of a file back without waiting for the disk in a turn of the event loop: SQLite itself
 * never syncs (`synchronous = OFF`), the same syncs are made by the thread pool, in the order that an outage needs: the
 * log before its pages are copied, the pages before the log is emptied, the empty log before anything is written to it.
 */
export class Checkpoints {
  readonly #connection: Sqlite.Database;
  readonly #files: { readonly data: number; readonly log: number } | undefined;

  /** Nobody else writes to the connection during `run`; there is nothing to do for a database in memory. */
  constructor(connection: Sqlite.Database) {
    this.#connection = connection;
    if (connection.memory) return;
    // Held open: to close a file lets go of every lock that the process has on it.
    this.#files = { data: openSync(connection.name, 'r+'), log: openSync(`${connection.name}-wal`, 'r+') };
    connection.pragma('wal_autocheckpoint = 0');
    connection.pragma('synchronous = OFF');
  }

  get isDue(): boolean {
    return this.#files !== undefined && fstatSync(this.#files.log).size >= largestLog;
  }

  async run(): Promise<void> {
    if (!this.#files) return;
    const { data, log } = this.#files;
    try {
      await synced(log);
      this.#connection.pragma('wal_checkpoint(PASSIVE)');
      await synced(data);
      this.#connection.pragma('wal_checkpoint(TRUNCATE)');
      await synced(log);
    } catch (error) {
      this.#connection.pragma('synchronous = NORMAL');
      throw error;
    }
  }

  /** To be called before the connection is closed, which writes back what is left and waits for the disk. */
  close(): void {
    if (!this.#files) return;
    this.#connection.pragma('synchronous = NORMAL');
    closeSync(this.#files.data);
    closeSync(this.#files.log);
  }
}
