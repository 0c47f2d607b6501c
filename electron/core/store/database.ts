import type Sqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
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

/**
 * Runs kysely's queries on better-sqlite3, synchronously: a transaction cannot await, so nothing remote can
 * ever happen inside one, and no two of them interleave.
 */
export class Database {
  readonly connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();
  /** Made once, since making it defines four functions. */
  readonly #immediate: (work: () => unknown) => unknown;

  constructor(connection: Sqlite.Database) {
    this.connection = connection;
    this.#immediate = connection.transaction((work: () => unknown) => work()).immediate;
  }

  /** Runs work in one transaction that holds the write lock from its start; whatever it throws undoes all of it. */
  transaction<T>(work: () => T): T {
    return this.#immediate(work) as T;
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
    return this.#prepare(text).all(...parameters) as R[];
  }

  first<R>(query: Query<R>): R | undefined {
    const { sql: text, parameters } = query.compile();
    return this.#prepare(text).get(...parameters) as R | undefined;
  }

  /** Runs a change and answers how many rows it touched. */
  run(query: Query<unknown>): number {
    const { sql: text, parameters } = query.compile();
    return this.#prepare(text).run(...parameters).changes;
  }
}
