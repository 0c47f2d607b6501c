import Sqlite from 'better-sqlite3';
import { type Migration, migrations } from '#core/store/migrations/index.ts';

/** Does one migration, or one more, to a store. */
export const migrateBy = (connection: Sqlite.Database, step: Migration): void => {
  if (typeof step === 'string') connection.exec(step);
  else step(connection);
};

/** An empty store in memory as it was right before a migration. */
export const storeBefore = (migration: Migration): Sqlite.Database => {
  const connection = new Sqlite(':memory:');
  for (const step of migrations.slice(0, migrations.indexOf(migration))) migrateBy(connection, step);
  return connection;
};
