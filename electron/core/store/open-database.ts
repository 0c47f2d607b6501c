import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

const refuse = (reason: string, cause?: unknown): never => {
  throw new AppError('CONFLICT', { field: 'store', reason }, { cause });
};

const connect = (path: string): Sqlite.Database => {
  const connection = new Sqlite(path);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('trusted_schema = OFF');
  return connection;
};

const versionOf = (connection: Sqlite.Database): number =>
  Number(connection.pragma('user_version', { simple: true }));

/** A damaged file stays exactly as it is; the text names the backups that could replace it. */
const checkIntegrity = (connection: Sqlite.Database, path: string): void => {
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') {
    refuse(
      `${path} is damaged (${String(found)}). It was kept as it is; restore the newest file of backups/.`,
    );
  }
};

const migrate = async (connection: Sqlite.Database, backupFolder: string | null): Promise<void> => {
  const from = versionOf(connection);
  if (from > migrations.length) {
    refuse(
      `it was written by a newer Quayside (schema ${from}, this one knows ${migrations.length}). Update Quayside.`,
    );
  }
  if (from === migrations.length) return;
  if (from > 0 && backupFolder) {
    mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
    await connection.backup(join(backupFolder, `before-schema-${migrations.length}.db`));
  }
  connection.transaction(() => {
    for (const step of migrations.slice(from)) connection.exec(step);
    connection.pragma(`user_version = ${migrations.length}`);
  })();
};

/**
 * Opens or creates the store and brings it to the newest schema, all migrations in one transaction after a
 * backup. Refuses (CONFLICT on `store`) a newer schema and a damaged file, and leaves both untouched.
 */
export const openDatabase = async (dataFolder: string | null): Promise<Database> => {
  const path = dataFolder === null ? ':memory:' : join(dataFolder, 'quayside.db');
  let connection: Sqlite.Database | undefined;
  try {
    connection = connect(path);
    checkIntegrity(connection, path);
    await migrate(connection, dataFolder === null ? null : join(dataFolder, 'backups'));
    return new Database(connection);
  } catch (error) {
    connection?.close();
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code)) {
      return refuse(`${path} is damaged. It was kept as it is; restore the newest file of backups/.`, error);
    }
    throw error;
  }
};
