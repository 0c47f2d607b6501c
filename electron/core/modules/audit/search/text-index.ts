import { chmodSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { AuditRow } from '../../../rpc/index.ts';
import { diskProblem } from '../../../store/disk-problem.ts';
import { Checkpoints } from './checkpoints.ts';
import { freeText, quoted, trigramsOf } from './text.ts';

const version = 3;

const schema = `
CREATE TABLE fed (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO fed VALUES (1, 0, x'');
CREATE TABLE trigram (operation TEXT, text TEXT, count INTEGER NOT NULL, PRIMARY KEY (operation, text)) WITHOUT ROWID;
CREATE VIRTUAL TABLE event_text USING fts5 (text, content = '', contentless_delete = 1, detail = none,
  tokenize = 'trigram case_sensitive 1');
INSERT INTO event_text (event_text, rank) VALUES ('automerge', 0);
INSERT INTO event_text (event_text, rank) VALUES ('crisismerge', 1000);
`;

/** Counts that are read at once. */
const countsAtOnce = 1_000;

/** How many trigrams of a search FTS5 intersects: the rarest; the rest is left to the comparison of the text itself. */
const intersected = 2;

/** Pages that are merged after each slice, so that no slice has to merge everything. */
const mergedPages = 16;

const connect = (path: string): Sqlite.Database => {
  const connection = new Sqlite(path);
  return orClosed(connection, () => {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = NORMAL');
    connection.pragma('trusted_schema = OFF');
    return connection;
  });
};

/** Closes the connection where the work on it throws: the next try opens another one. */
const orClosed = <T>(connection: Sqlite.Database, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    connection.close();
    throw error;
  }
};

const isUsable = (connection: Sqlite.Database): boolean =>
  connection.pragma('user_version', { simple: true }) === version;

const isUnreadable = ({ code }: { code: string }): boolean => /^SQLITE_IOERR_(?:SHORT_)?READ$/.test(code);

/** Opens the file, or makes it anew where it is damaged or of another version: all of it is derived. */
const openFile = (path: string): Sqlite.Database => {
  try {
    const connection = connect(path);
    if (orClosed(connection, () => isUsable(connection))) return connection;
    connection.close();
  } catch (error) {
    // What is only full or out of reach now is as good as ever later.
    if (!(error instanceof Sqlite.SqliteError) || (diskProblem(error) && !isUnreadable(error))) throw error;
  }
  if (path !== ':memory:') for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  const connection = connect(path);
  return orClosed(connection, () => {
    connection.transaction(() => {
      connection.exec(schema);
      connection.pragma(`user_version = ${version}`);
    })();
    if (path !== ':memory:') chmodSync(path, 0o600);
    return connection;
  });
};

type Counts = Map<string, number>;

/** At most how often a word can occur: as often as the rarest of its runs. */
const rarestOf = (counts: Counts | undefined, runs: Iterable<string>): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const run of runs) least = Math.min(least, counts?.get(run) ?? 0);
  return least;
};

/**
 * The full-text index over what each audit event has of its own (the rest is known by the columns), in a file of its
 * own beside the store: it is derived, so it costs no durable write, makes no backup longer, and is built anew whenever
 * it does not fit the store. Search is by runs of three characters, newest first by rowid, the event's sequence.
 * How often each run occurs is counted by operation, so that most of what occurs nowhere is known without a look.
 */
export class TextIndex {
  readonly #connection: Sqlite.Database;
  readonly #checkpoints: Checkpoints;
  readonly #counts = new Map<string, Counts>();
  readonly #insert: Sqlite.Statement;
  readonly #count: Sqlite.Statement;
  readonly #setFed: Sqlite.Statement;
  readonly #merge: Sqlite.Statement;
  readonly #match: Sqlite.Statement;
  #fed: { sequence: number; hash: Uint8Array };

  constructor(path: string) {
    this.#connection = openFile(path);
    this.#checkpoints = new Checkpoints(this.#connection);
    const prepare = (text: string): Sqlite.Statement => this.#connection.prepare(text);
    this.#insert = prepare('INSERT INTO event_text (rowid, text) VALUES (?, ?)');
    this.#count = prepare(
      'INSERT INTO trigram VALUES (?, ?, ?) ON CONFLICT (operation, text) DO UPDATE SET count = excluded.count',
    );
    this.#setFed = prepare('UPDATE fed SET sequence = ?, hash = ?');
    this.#merge = prepare("INSERT INTO event_text (event_text, rank) VALUES ('merge', ?)");
    this.#match = prepare(
      'SELECT rowid FROM event_text WHERE event_text MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    ).pluck();
    this.#fed = prepare('SELECT sequence, hash FROM fed').get() as { sequence: number; hash: Uint8Array };
  }

  /** Reads the counts, a part at each step; to be run through before anything else is asked. */
  *loadCounts(): Generator<void> {
    const page = this.#connection.prepare(
      'SELECT * FROM trigram WHERE (operation, text) > (?, ?) ORDER BY operation, text LIMIT ?',
    );
    for (let last = { operation: '', text: '' }; ; ) {
      const rows = page.all(last.operation, last.text, countsAtOnce) as (typeof last & { count: number })[];
      for (const { operation, text, count } of rows) this.#countsOf(operation).set(text, count);
      last = rows.at(-1) ?? last;
      if (rows.length < countsAtOnce) return;
      yield;
    }
  }

  #countsOf(operation: string): Counts {
    const known = this.#counts.get(operation);
    if (known) return known;
    const counts: Counts = new Map();
    this.#counts.set(operation, counts);
    return counts;
  }

  /** The newest event that is in it. */
  get fed(): { readonly sequence: number; readonly hash: Uint8Array } {
    return this.#fed;
  }

  /** Takes the next rows, in one transaction with the counts, so that a count is never too low. */
  add(rows: readonly AuditRow[]): void {
    const newest = rows.at(-1);
    if (!newest) return;
    const counted = new Map<string, Set<string>>();
    this.#connection
      .transaction(() => {
        for (const row of rows) this.#addRow(row, counted);
        for (const [operation, runs] of counted) {
          const counts = this.#countsOf(operation);
          for (const run of runs) this.#count.run(operation, run, counts.get(run));
        }
        this.#setFed.run(newest.sequence, newest.hash);
        this.#merge.run(mergedPages);
      })
      .immediate();
    this.#fed = { sequence: newest.sequence, hash: newest.hash };
  }

  #addRow(row: AuditRow, counted: Map<string, Set<string>>): void {
    // all that anybody may read of it: who searches compares what they may themselves
    const text = freeText(row, true);
    if (text.length < 3) return;
    this.#insert.run(row.sequence, text);
    const counts = this.#countsOf(row.operation);
    const touched = counted.get(row.operation) ?? new Set();
    counted.set(row.operation, touched);
    for (const run of trigramsOf(text)) {
      counts.set(run, (counts.get(run) ?? 0) + 1);
      touched.add(run);
    }
  }

  /** At most how many events of an operation have a word of their own; unbounded for one that is too short to tell. */
  atMost(operation: string, word: string): number {
    return rarestOf(this.#counts.get(operation), trigramsOf(word));
  }

  /** At most how many events have a word of their own, of whatever operation. */
  estimate(word: string): number {
    const runs = trigramsOf(word);
    let sum = 0;
    for (const counts of this.#counts.values()) sum += rarestOf(counts, runs);
    return sum;
  }

  #runCount(run: string): number {
    let sum = 0;
    for (const counts of this.#counts.values()) sum += counts.get(run) ?? 0;
    return sum;
  }

  #query(word: string): string {
    const rarest = [...trigramsOf(word)]
      .map((run) => ({ run, count: this.#runCount(run) }))
      .toSorted((a, b) => a.count - b.count);
    const asked = rarest.slice(0, intersected).map(({ run }) => quoted(run));
    return `(${asked.join(' AND ')})`;
  }

  /** What `candidates` takes: events that may have any of the words, none of which is too short. */
  queryOf(words: readonly string[]): string {
    return words.map((word) => this.#query(word)).join(' OR ');
  }

  /** The newest events before `sequence` that a query finds; whoever asks compares the text itself. */
  candidates(query: string, page: { sequence: number; limit: number }): number[] {
    return this.#match.all(query, page.sequence, page.limit) as number[];
  }

  /** Writes back what was taken, once it is much; nothing may be added meanwhile. */
  async settle(): Promise<void> {
    if (this.#checkpoints.isDue) await this.#checkpoints.run();
  }

  /** Empties it, to be fed from the first event on. */
  clear(): void {
    this.#connection.exec(`INSERT INTO event_text (event_text) VALUES ('delete-all'); DELETE FROM trigram;
      UPDATE fed SET sequence = 0, hash = x''`);
    this.#counts.clear();
    this.#fed = { sequence: 0, hash: new Uint8Array() };
  }

  close(): void {
    this.#checkpoints.close();
    this.#connection.close();
  }
}
