import Sqlite from 'better-sqlite3';
import type { Core } from '#core/create-core.ts';
import { Database } from '#core/store/database.ts';

let kept: Buffer | undefined;

/** Keeps what a core in memory has stored: from now on every new core of this test file begins with it. */
export const keepSnapshot = ({ services }: Core): void => {
  kept = services.store.database.connection.serialize();
};

/** A database in memory with what was kept; nothing before anything was. */
export const openSnapshot = (): Database | undefined => {
  if (!kept) return;
  const connection = new Sqlite(kept);
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('trusted_schema = OFF');
  return new Database(connection);
};
