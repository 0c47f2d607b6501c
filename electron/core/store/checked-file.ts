import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, statSync } from 'node:fs';
import { promisify } from 'node:util';
import type Sqlite from 'better-sqlite3';
import { diskProblem } from './disk-problem.ts';
import { forgetSum, keepSum, sumOf } from './file-sum.ts';

const readPiece = promisify(read);
const pieceBytes = 1024 * 1024;
/** How long the write-ahead log becomes before it is written back: SQLite's own 1,000 pages, more for a large file. */
const fewestLogBytes = 4 * 1024 * 1024;
const partOfFile = 8;
const lookEveryMs = 1_000;
/** What better-sqlite3 sets. */
const busyTimeoutMs = 5_000;

/**
 * Keeps a checksum of the store's file that holds whenever the process is killed: between two checkpoints nothing is
 * written to the file, only to its log. So the checkpoints are made here and not by SQLite at some commit: the checksum
 * is forgotten, the log is written back, and the new one is taken, piece by piece beside other work.
 */
export class CheckedFile {
  readonly #connection: Sqlite.Database;
  /** Held open: to close a file lets go of every lock that the process has on it. */
  readonly #file: number;
  readonly #timer: NodeJS.Timeout;
  readonly #failed: (error: unknown) => void;
  #isKept: boolean;
  #taking: Promise<void> | undefined;
  #isClosed = false;

  /** `isKept`: the checksum that lies beside the file was compared with it. `failed` is told what no disk explains. */
  constructor(connection: Sqlite.Database, parts: { isKept: boolean; failed(error: unknown): void }) {
    this.#connection = connection;
    this.#isKept = parts.isKept;
    this.#failed = parts.failed;
    this.#file = openSync(connection.name, 'r');
    connection.pragma('wal_autocheckpoint = 0');
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  #look(): void {
    if (this.#taking) return;
    const log = statSync(`${this.#connection.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const most = Math.max(fewestLogBytes, fstatSync(this.#file).size / partOfFile);
    if (this.#isKept && log < most) return;
    this.#taking = this.#checkpoint()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#taking = undefined;
      });
  }

  async #checkpoint(): Promise<void> {
    if (!this.#writeBack()) return;
    const sum = await this.#sumBesideOtherWork();
    if (sum === undefined) return;
    keepSum(this.#connection.name, sum);
    this.#isKept = true;
  }

  /** Answers whether the file is whole without its log; not where somebody still reads the log, such as the check. */
  #writeBack(): boolean {
    if (this.#isKept) forgetSum(this.#connection.name);
    this.#isKept = false;
    // Not a moment is waited for a reader: everybody else would wait too.
    this.#connection.pragma('busy_timeout = 0');
    try {
      const [done] = this.#connection.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
      return done.busy === 0;
    } finally {
      this.#connection.pragma(`busy_timeout = ${busyTimeoutMs}`);
    }
  }

  async #sumBesideOtherWork(): Promise<string | undefined> {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = 0; !this.#isClosed; ) {
      const { bytesRead } = await readPiece(this.#file, piece, 0, pieceBytes, at);
      if (this.#isClosed) return undefined;
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return undefined;
  }

  /** On a disk that is full the log stays as it is: nothing is lost, and the next look tries again. */
  #tell(error: unknown): void {
    if (!diskProblem(error)) this.#failed(error);
  }

  /** Leaves the file with its checksum and without a log, and closes the connection. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    try {
      if (this.#writeBack()) keepSum(this.#connection.name, sumOf(this.#file));
    } catch (error) {
      this.#tell(error);
    }
    this.#connection.close();
    if (!this.#taking) closeSync(this.#file);
    else void this.#taking.finally(() => closeSync(this.#file));
  }
}
