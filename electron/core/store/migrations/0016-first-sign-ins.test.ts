import type Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrateBy, storeBefore } from '#test/support/store-before.ts';
import { firstSignIns } from './0016-first-sign-ins.ts';

/** Writes a row with what a table demands, empty where nothing is given. */
function insert(store: Sqlite.Database, table: string, given: Readonly<Record<string, unknown>>): void {
  const columns = store.pragma(`table_info(${table})`) as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: string | null;
  }[];
  const needed = columns.filter(
    ({ name, notnull, dflt_value }) => name in given || (notnull === 1 && dflt_value === null),
  );
  const values = needed.map(
    ({ name, type }) => given[name] ?? (type === 'TEXT' ? '' : type === 'BLOB' ? Buffer.alloc(0) : 0),
  );
  const marks = needed.map(() => '?').join(', ');
  store.pragma('foreign_keys = OFF');
  store
    .prepare(`INSERT INTO ${table} (${needed.map(({ name }) => name).join(', ')}) VALUES (${marks})`)
    .run(...values);
}

it('counts as known who has a session, or did anything, and nobody else', () => {
  const store = storeBefore(firstSignIns);
  for (const [at, id] of ['acc_session', 'acc_actor', 'acc_invited'].entries())
    insert(store, 'account', { id, name: id, email: `${id}@example.com`, created_at: at + 1 });
  insert(store, 'session', { id: 'ses_1', account_id: 'acc_session' });
  insert(store, 'audit_event', { id: 'aud_1', actor_id: 'acc_actor' });
  migrateBy(store, firstSignIns);
  expect(store.prepare('SELECT id, signed_in_at FROM account ORDER BY id').raw().all()).toEqual([
    ['acc_actor', 2],
    ['acc_invited', null],
    ['acc_session', 1],
  ]);
  store.close();
});
