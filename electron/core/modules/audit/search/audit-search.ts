import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { AuditRow } from '../../../rpc/index.ts';
import type { Store } from '../../../store/store.ts';
import { removeArchived } from '../archived-rows.ts';
import type { AuditReader } from '../reader.ts';
import { pause, Slices } from '../slices.ts';
import { startOfChain } from '../verify.ts';
import { ChainColumns, type ColumnRow } from './columns.ts';
import { freeText, type OwnRow } from './text.ts';
import { TextIndex } from './text-index.ts';

const fileName = 'audit-search.db';
const feedEveryMs = 3_000;
const columnRows = 500;

/** One transaction of feeding is sized to take about this long: far below what anybody notices. */
const feedMs = 5;
const fewestRows = 5;
const mostRows = 200;

/**
 * Keeps what the audit trail is searched by in step with it: after the commit, in slices, so that no change waits for
 * it; a search first takes in what is still missing. All of it is derived from the store and comes back after a crash.
 */
export class AuditSearch {
  readonly #path: string;
  readonly #chains = new Map<string, ChainColumns>();
  #text: TextIndex | undefined;
  #feeding: Promise<void> | undefined;
  #loading = new Map<string, Promise<ChainColumns>>();
  #isClosed = false;
  #removing: Promise<void> | undefined;
  /** Set until everything that is in an archive is known to be gone. */
  #hasArchived = true;
  readonly #store: Store;
  readonly #timer: NodeJS.Timeout;
  readonly #rowsFrom: Sqlite.Statement;
  readonly #row: Sqlite.Statement;
  readonly #own: Sqlite.Statement;
  readonly #columnsFrom: Sqlite.Statement;

  constructor(store: Store, dataFolder: string | null) {
    this.#path = dataFolder === null ? ':memory:' : join(dataFolder, fileName);
    this.#store = store;
    const { connection } = store.database;
    this.#rowsFrom = connection.prepare(
      'SELECT * FROM audit_event WHERE sequence > ? ORDER BY sequence LIMIT ?',
    );
    this.#row = connection.prepare('SELECT * FROM audit_event WHERE sequence = ?');
    this.#own = connection.prepare(
      'SELECT detail, changes, facts, node_id, node_name, actor_id FROM audit_event WHERE sequence = ?',
    );
    this.#columnsFrom =
      connection.prepare(`SELECT sequence, position, at, actor_id, actor_name, via_label, operation,
      permission, node_id, node_path, node_name, outcome, named, format,
      detail <> '' OR changes <> '[]' OR facts <> '[]' AS has_free_text FROM audit_event WHERE organization_id = ? AND position > ?
      ORDER BY position LIMIT ?`);
    this.#timer = setInterval(() => void this.#feedQuietly(), feedEveryMs).unref();
  }

  /** A timer has nobody to tell; the next search meets the same failure and says it. */
  async #feedQuietly(): Promise<void> {
    await this.text().catch(() => undefined);
    if (this.#hasArchived) await this.removeArchived();
  }

  /** Removes the rows that are in archives, as far as it gets; what is left is tried again later. */
  async removeArchived(): Promise<void> {
    this.#hasArchived = true;
    await this.#removing;
    this.#removing = removeArchived(this.#store.database, () => this.#isClosed)
      .then(() => {
        this.#hasArchived = false;
      })
      .catch(() => undefined)
      .finally(() => {
        this.#removing = undefined;
      });
    await this.#removing;
  }

  /** The full-text index, with every event that is committed by now. */
  async text(): Promise<TextIndex> {
    this.#feeding ??= this.#feed().finally(() => {
      this.#feeding = undefined;
    });
    await this.#feeding;
    if (!this.#text || this.#missing(this.#text, 1).length > 0) return this.text();
    return this.#text;
  }

  #missing({ fed }: TextIndex, limit: number): AuditRow[] {
    return this.#rowsFrom.all(fed.sequence, limit) as AuditRow[];
  }

  async #feed(): Promise<void> {
    if (this.#isClosed) throw new Error('the audit search is closed');
    const text = this.#text ?? (await this.#open());
    this.#text = text;
    let count = fewestRows;
    while (!this.#isClosed) {
      const started = performance.now();
      const rows = this.#missing(text, count);
      text.add(rows);
      const took = performance.now() - started;
      await text.settle();
      if (rows.length < count) return;
      if (took < feedMs / 2) count = Math.min(mostRows, count * 2);
      else if (took > feedMs) count = Math.max(fewestRows, count >> 1);
      await pause();
    }
  }

  /** Opens the index; one that was fed by another store, such as before a backup was brought back, is made anew. */
  async #open(): Promise<TextIndex> {
    const text = new TextIndex(this.#path);
    const slices = new Slices();
    for (const _ of text.loadCounts()) await slices.rest();
    if (text.fed.sequence === 0) return text;
    const row = this.row(text.fed.sequence);
    if (row && Buffer.compare(row.hash, text.fed.hash) === 0) return text;
    text.clear();
    return text;
  }

  /** One event as the store has it; undefined once it is archived. */
  row(sequence: number): AuditRow | undefined {
    return this.#row.get(sequence) as AuditRow | undefined;
  }

  /** What an event has of its own for a reader, as the search compares it; empty once it is archived. */
  ownText(sequence: number, reader: AuditReader): string {
    const row = this.#own.get(sequence) as (OwnRow & Pick<AuditRow, 'actor_id'>) | undefined;
    return row ? freeText(row, reader.readsErrors(row)) : '';
  }

  /** The columns of a chain, with every event of it that is committed by now. */
  async columns(organizationId: string): Promise<ChainColumns> {
    const known = this.#chains.get(organizationId);
    if (known && this.#addMissing(organizationId, known, columnRows) < columnRows) return known;
    const loading =
      this.#loading.get(organizationId) ??
      this.#load(organizationId, known ?? new ChainColumns()).finally(() =>
        this.#loading.delete(organizationId),
      );
    this.#loading.set(organizationId, loading);
    return loading;
  }

  #addMissing(organizationId: string, columns: ChainColumns, limit: number): number {
    const after =
      columns.length === 0
        ? startOfChain(this.#store.database, organizationId).position
        : columns.positionAt(columns.length - 1);
    const rows = this.#columnsFrom.all(organizationId, after, limit) as ColumnRow[];
    for (const row of rows) columns.add(row);
    return rows.length;
  }

  async #load(organizationId: string, columns: ChainColumns): Promise<ChainColumns> {
    const slices = new Slices();
    while (this.#addMissing(organizationId, columns, columnRows) === columnRows) await slices.rest();
    this.#chains.set(organizationId, columns);
    return columns;
  }

  /** Forgets the columns of a chain whose oldest events went to an archive. */
  forget(organizationId: string): void {
    this.#chains.delete(organizationId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#feeding?.catch(() => undefined);
    await this.#removing;
    await pause();
    this.#text?.close();
    this.#text = undefined;
  }
}
