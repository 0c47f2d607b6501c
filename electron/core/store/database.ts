import type Sqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { diskProblem } from './disk-problem.ts';
import type { Tables } from './schema.ts';

/** Builds typed SQL; never runs it. Queries run synchronously through `Database`. */
export const sql = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Anything of kysely that compiles to a query with rows of type `R`. */
export interface Query<R> {
  compile(): CompiledQuery<R>;
}

/** Is told when the disk begins to fail, a minute at most apart, and when it takes changes again. */
export interface DiskListener {
  failed(problem: Error): void;
  recovered(failures: number): void;
}

const tellEveryMs = 60_000;

/** Turns failures of the disk into errors with a cure, and tells of them once instead of at each. */
class Disk {
  readonly #listener: DiskListener | undefined;
  #failures = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(listener: DiskListener | undefined) {
    this.#listener = listener;
  }

  translate(error: unknown): unknown {
    const problem = diskProblem(error);
    if (!problem) return error;
    this.#failures += 1;
    const at = performance.now();
    if (at - this.#toldAt < tellEveryMs) return problem;
    this.#toldAt = at;
    this.#listener?.failed(problem);
    return problem;
  }

  worked(): void {
    if (this.#failures === 0) return;
    const failures = this.#failures;
    this.#failures = 0;
    this.#listener?.recovered(failures);
  }
}

/**
 * Runs kysely's queries on better-sqlite3, synchronously: a transaction cannot await, so nothing remote can
 * ever happen inside one, and no two of them interleave.
 */
export class Database {
  readonly connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();
  /** Made once, since making it defines four functions. */
  readonly #immediate: (work: () => unknown) => unknown;

  readonly #disk: Disk;

  readonly #close: () => void;

  /** `close` where more than the connection is to be closed. */
  constructor(
    connection: Sqlite.Database,
    parts: { listener?: DiskListener | undefined; close?: () => void } = {},
  ) {
    this.connection = connection;
    this.#disk = new Disk(parts.listener);
    this.#close = parts.close ?? (() => connection.close());
    this.#immediate = connection.transaction((work: () => unknown) => work()).immediate;
  }

  /**
   * Runs work in one transaction that holds the write lock from its start; whatever it throws undoes all of it. LIMIT
   * where the disk is full or fails, and so at every query.
   */
  transaction<T>(work: () => T): T {
    const result = this.#onDisk(() => this.#immediate(work) as T);
    this.#disk.worked();
    return result;
  }

  /** Leaves the file whole, and closes the connection. */
  close(): void {
    this.#close();
  }

  #onDisk<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#disk.translate(error);
    }
  }

  #prepare(text: string): Sqlite.Statement {
    const cached = this.#statements.get(text);
    if (cached) return cached;
    if (this.#statements.size >= 500) this.#statements.clear();
    const statement = this.connection.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  all<R>(query: Query<R>): R[] {
    const { sql: text, parameters } = query.compile();
    return this.#onDisk(() => this.#prepare(text).all(...parameters) as R[]);
  }

  first<R>(query: Query<R>): R | undefined {
    const { sql: text, parameters } = query.compile();
    return this.#onDisk(() => this.#prepare(text).get(...parameters) as R | undefined);
  }

  /** Runs a change and answers how many rows it touched. */
  run(query: Query<unknown>): number {
    const { sql: text, parameters } = query.compile();
    return this.#onDisk(() => this.#prepare(text).run(...parameters).changes);
  }
}
