import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { backUp, newestGoodBackup } from './backups.ts';
import { Database, type DiskListener } from './database.ts';
import { diskProblem } from './disk-problem.ts';
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

/** A damaged file stays exactly as it is; the text says how to go on. */
const refuseDamaged = (path: string, dataFolder: string | null, cause: unknown): never => {
  const backup = dataFolder === null ? undefined : newestGoodBackup(dataFolder);
  const cure = backup
    ? `To go on with the newest good backup, move that file away and copy ${backup} to its place.`
    : 'There is no good backup beside it.';
  return refuse(`${path} is damaged and was kept as it is. ${cure}`, cause);
};

const checkIntegrity = (connection: Sqlite.Database): void => {
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Sqlite.SqliteError(String(found), 'SQLITE_CORRUPT');
};

const migrate = async (connection: Sqlite.Database, dataFolder: string | null): Promise<void> => {
  const from = versionOf(connection);
  if (from > migrations.length) {
    refuse(
      `it was written by a newer Quayside (schema ${from}, this one knows ${migrations.length}). Update Quayside.`,
    );
  }
  if (from === migrations.length) return;
  if (from > 0 && dataFolder !== null) {
    await backUp(connection, dataFolder, `before-schema-${migrations.length}`);
  }
  connection.transaction(() => {
    for (const step of migrations.slice(from)) {
      if (typeof step === 'string') connection.exec(step);
      else step(connection);
    }
    connection.pragma(`user_version = ${migrations.length}`);
  })();
};

/**
 * Opens or creates the store and brings it to the newest schema, all migrations in one transaction after a
 * backup. Refuses (CONFLICT on `store`) a newer schema and a damaged file, and leaves both untouched.
 */
export const openDatabase = async (dataFolder: string | null, listener?: DiskListener): Promise<Database> => {
  const path = dataFolder === null ? ':memory:' : join(dataFolder, 'quayside.db');
  let connection: Sqlite.Database | undefined;
  try {
    connection = connect(path);
    checkIntegrity(connection);
    await migrate(connection, dataFolder);
    return new Database(connection, listener);
  } catch (error) {
    connection?.close();
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code)) {
      return refuseDamaged(path, dataFolder, error);
    }
    throw diskProblem(error) ?? error;
  }
};
