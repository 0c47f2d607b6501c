import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Lines that are gone, and why the last of them is. */
export interface LostLines {
  readonly count: number;
  readonly reason: string;
}

/**
 * A file of lines that never throws and never grows without bound: what cannot be written (a full disk, a failing one,
 * a folder that is gone) is dropped and counted, and the next line that can be written follows one that says so. Beyond
 * `largestBytes` it goes on in a new file and keeps one older.
 */
export class LineFile {
  readonly #path: string;
  readonly #largestBytes: number;
  readonly #tellLost: (lost: LostLines) => string;
  #file: number | undefined;
  #bytes = 0;
  #lost: LostLines | undefined;
  /** Half a line is at the end: the disk became full in the middle of it. */
  #isTorn = false;

  /** `tellLost` makes the line, with its end, that says how many are missing. */
  constructor(path: string, parts: { largestBytes: number; tellLost(lost: LostLines): string }) {
    this.#path = path;
    this.#largestBytes = parts.largestBytes;
    this.#tellLost = parts.tellLost;
  }

  /** Adds a line, its end included. */
  append(line: string): void {
    try {
      const file = this.#opened();
      if (this.#isTorn) this.#write(file, '\n');
      this.#isTorn = false;
      if (this.#lost) this.#write(file, this.#tellLost(this.#lost));
      this.#lost = undefined;
      this.#write(file, line);
    } catch (error) {
      this.#lost = { count: (this.#lost?.count ?? 0) + 1, reason: reasonOf(error) };
      this.close();
    }
  }

  #opened(): number {
    if (this.#file !== undefined && this.#bytes <= this.#largestBytes) return this.#file;
    if (this.#file !== undefined) this.#turn();
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = openSync(this.#path, 'a', 0o600);
    this.#file = file;
    this.#bytes = fstatSync(file).size;
    return this.#bytes <= this.#largestBytes ? file : this.#opened();
  }

  #write(file: number, text: string): void {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) {
      const count = writeSync(file, bytes, written);
      written += count;
      this.#bytes += count;
      this.#isTorn = written < bytes.length;
    }
  }

  #turn(): void {
    this.close();
    renameSync(this.#path, `${this.#path}.1`);
  }

  /** Lets go of the file; the next line opens it again. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
