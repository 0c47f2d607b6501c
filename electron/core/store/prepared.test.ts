import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { Database, sql } from './database.ts';
import { prepared } from './prepared.ts';

const open = (): Database => {
  const connection = new Sqlite(':memory:');
  connection.exec('CREATE TABLE tag (id TEXT, color TEXT, position INTEGER)');
  return new Database(connection);
};

const insert = prepared((row: { id: string; color: string; position: number }) =>
  sql.insertInto('tag').values({ id: row.id, color: row.color, position: row.position }),
);

it('binds the values of each call, the same one in several places too', () => {
  const database = open();
  database.run(insert({ id: 'a', color: 'red', position: 1 }));
  database.run(insert({ id: 'red', color: 'blue', position: 2 }));
  const named = prepared(({ text, most }: { text: string; most: number }) =>
    sql
      .selectFrom('tag')
      .select('id')
      .where((eb) => eb.or([eb('id', 'in', [text]), eb('color', '=', text)]))
      .where('position', '<=', most)
      .where('position', '>', 0)
      .orderBy('id'),
  );
  expect(database.all(named({ text: 'red', most: 9 }))).toEqual([{ id: 'a' }, { id: 'red' }]);
  expect(database.all(named({ text: 'red', most: 1 }))).toEqual([{ id: 'a' }]);
  expect(database.first(named({ text: 'blue', most: 2 }))).toEqual({ id: 'red' });
});

it('builds the query once, and keeps apart two that were bound before either ran', () => {
  let built = 0;
  const byId = prepared(({ id }: { id: string }) => {
    built += 1;
    return sql.selectFrom('tag').select('color').where('id', '=', id);
  });
  const database = open();
  database.run(insert({ id: 'a', color: 'red', position: 1 }));
  database.run(insert({ id: 'b', color: 'blue', position: 1 }));
  const [a, b] = [byId({ id: 'a' }), byId({ id: 'b' })];
  expect([database.first(a), database.first(b), built]).toEqual([{ color: 'red' }, { color: 'blue' }, 1]);
});

it('refuses a query that is built from the value of a parameter', () => {
  const wrong = prepared(({ id }: { id: string }) =>
    sql.selectFrom('tag').where('id', '=', `tag_${id}`).select('id'),
  );
  expect(() => open().first(wrong({ id: 'a' }))).toThrow(/has no value while its query is built/);
});

it('a transaction that throws undoes all of it, and the next one is whole', () => {
  const database = open();
  const fail = (): void =>
    database.transaction(() => {
      database.run(insert({ id: 'a', color: 'red', position: 1 }));
      throw new Error('no');
    });
  expect(fail).toThrow('no');
  expect(database.transaction(() => database.run(insert({ id: 'b', color: 'red', position: 1 })))).toBe(1);
  expect(database.all(sql.selectFrom('tag').select('id'))).toEqual([{ id: 'b' }]);
});
