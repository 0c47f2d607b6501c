import { chmodSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { AuditRow } from '../../../rpc/index.ts';
import { quoted, searchedText, trigramsOf } from './text.ts';

const version = 1;

const schema = `
CREATE TABLE fed (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO fed VALUES (1, 0, x'');
CREATE TABLE trigram (text TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE event_text USING fts5 (text, content = '', contentless_delete = 1, detail = none,
  tokenize = 'trigram case_sensitive 1');
INSERT INTO event_text (event_text, rank) VALUES ('automerge', 0);
INSERT INTO event_text (event_text, rank) VALUES ('crisismerge', 1000);
`;

/** Rows after which the counts of trigrams are written down. */
const countEvery = 20_000;

/** How many trigrams of a search FTS5 intersects: the rarest; the rest is left to the comparison of the text itself. */
const intersected = 2;

/** Pages that are merged after each slice, so that no slice has to merge everything. */
const mergedPages = 32;

const connect = (path: string): Sqlite.Database => {
  const connection = new Sqlite(path);
  connection.pragma('journal_mode = WAL');
  // Whatever an outage loses is read from the store again, and a checkpoint still waits for the disk.
  connection.pragma('synchronous = NORMAL');
  connection.pragma('trusted_schema = OFF');
  return connection;
};

const isUsable = (connection: Sqlite.Database): boolean =>
  connection.pragma('user_version', { simple: true }) === version;

/** Opens the file, or makes it anew where it is damaged or of another version: all of it is derived. */
const openFile = (path: string): Sqlite.Database => {
  try {
    const connection = connect(path);
    if (isUsable(connection)) return connection;
    connection.close();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
  }
  if (path !== ':memory:') for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  const connection = connect(path);
  connection.exec(schema);
  connection.pragma(`user_version = ${version}`);
  if (path !== ':memory:') chmodSync(path, 0o600);
  return connection;
};

/**
 * The full-text index over all audit events, in a file of its own beside the store: it is derived, so it costs no
 * durable write, makes no backup longer, and is built anew whenever it does not fit the store. Search is by runs of
 * three characters, newest first by rowid, which is the event's sequence.
 */
export class TextIndex {
  readonly #connection: Sqlite.Database;
  readonly #counts = new Map<string, number>();
  readonly #insert: Sqlite.Statement;
  readonly #count: Sqlite.Statement;
  readonly #setFed: Sqlite.Statement;
  readonly #merge: Sqlite.Statement;
  readonly #match: Sqlite.Statement;
  #uncounted = 0;
  #fed: { sequence: number; hash: Uint8Array };

  constructor(path: string) {
    this.#connection = openFile(path);
    const prepare = (text: string): Sqlite.Statement => this.#connection.prepare(text);
    this.#insert = prepare('INSERT INTO event_text (rowid, text) VALUES (?, ?)');
    this.#count = prepare(
      'INSERT INTO trigram VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET count = excluded.count',
    );
    this.#setFed = prepare('UPDATE fed SET sequence = ?, hash = ?');
    this.#merge = prepare("INSERT INTO event_text (event_text, rank) VALUES ('merge', ?)");
    this.#match = prepare(
      'SELECT rowid FROM event_text WHERE event_text MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    ).pluck();
    this.#fed = prepare('SELECT sequence, hash FROM fed').get() as { sequence: number; hash: Uint8Array };
    const counts = prepare('SELECT text, count FROM trigram').all() as { text: string; count: number }[];
    for (const { text, count } of counts) this.#counts.set(text, count);
  }

  /** The newest event that is in it. */
  get fed(): { readonly sequence: number; readonly hash: Uint8Array } {
    return this.#fed;
  }

  /** Takes the next rows, in one transaction. */
  add(rows: readonly AuditRow[]): void {
    const newest = rows.at(-1);
    if (!newest) return;
    this.#connection
      .transaction(() => {
        for (const row of rows) {
          const text = searchedText(row);
          this.#insert.run(row.sequence, text);
          for (const trigram of trigramsOf(text))
            this.#counts.set(trigram, (this.#counts.get(trigram) ?? 0) + 1);
        }
        this.#setFed.run(newest.sequence, newest.hash);
        this.#merge.run(mergedPages);
        this.#uncounted += rows.length;
        if (this.#uncounted >= countEvery) this.#keepCounts();
      })
      .immediate();
    this.#fed = { sequence: newest.sequence, hash: newest.hash };
  }

  /** Counts only choose between plans, so that after a crash older ones do. */
  #keepCounts(): void {
    for (const [trigram, count] of this.#counts) this.#count.run(trigram, count);
    this.#uncounted = 0;
  }

  #rarest(words: readonly string[]): { trigram: string; count: number }[] {
    return [...new Set(words.flatMap((word) => [...trigramsOf(word)]))]
      .map((trigram) => ({ trigram, count: this.#counts.get(trigram) ?? 0 }))
      .toSorted((a, b) => a.count - b.count)
      .slice(0, intersected);
  }

  /** At most how many events hold all the words; undefined where all are too short to tell. */
  estimate(words: readonly string[]): number | undefined {
    return this.#rarest(words)[0]?.count;
  }

  /** The newest events before `sequence` that may hold all the words; whoever asks compares the text itself. */
  candidates(words: readonly string[], page: { sequence: number; limit: number }): number[] {
    const query = this.#rarest(words)
      .map(({ trigram }) => quoted(trigram))
      .join(' AND ');
    return this.#match.all(query, page.sequence, page.limit) as number[];
  }

  /** Empties it, to be fed from the first event on. */
  clear(): void {
    this.#connection.exec(`INSERT INTO event_text (event_text) VALUES ('delete-all'); DELETE FROM trigram;
      UPDATE fed SET sequence = 0, hash = x''`);
    this.#counts.clear();
    this.#fed = { sequence: 0, hash: new Uint8Array() };
  }

  close(): void {
    if (this.#uncounted > 0) this.#connection.transaction(() => this.#keepCounts()).immediate();
    this.#connection.close();
  }
}
