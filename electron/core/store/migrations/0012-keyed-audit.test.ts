import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type ChainedRow, genesisHash, hashedText } from '#shared/model/audit-chain.ts';
import { storeBefore } from '#test/support/store-before.ts';
import { sealOldChains, verifyAllChains } from '../../modules/audit/index.ts';
import { Database } from '../database.ts';
import { createSealer } from '../sealed.ts';
import { keyedAudit } from './0012-keyed-audit.ts';

const sealer = createSealer(Buffer.alloc(32, 7));

/** A store from before there was a key, with a chain of three events whose first is in an archive. */
const oldStore = () => {
  const connection = storeBefore(keyedAudit);
  connection.exec("INSERT INTO node VALUES ('org_a', 'organization', NULL, 'org_a', 'A')");
  let previous = genesisHash;
  const insert =
    connection.prepare(`INSERT INTO audit_event (organization_id, position, at, actor_name, transport,
    operation, node_path, outcome, changes, detail, hash)
    VALUES ('org_a', ?, 1, 'Ada', 'port', ?, 'org_a', 'allowed', ?, 'as it was', ?)`);
  const told = (position: number): [string, string] =>
    position === 2
      ? ['audit.archive', JSON.stringify([{ field: 'archive', after: { through: 1, sha256: 'abc' } }])]
      : ['project.update', '[]'];
  for (const position of [1, 2, 3]) {
    const [operation, changes] = told(position);
    const row = {
      organization_id: 'org_a',
      position,
      at: 1,
      actor_id: null,
      actor_name: 'Ada',
      via_type: null,
      via_id: null,
      via_label: null,
      transport: 'port',
      operation,
      permission: null,
      node_id: null,
      node_path: 'org_a',
      node_name: null,
      outcome: 'allowed',
      changes,
      detail: 'as it was',
      format: 1,
      facts: '[]',
      named: '',
    } satisfies ChainedRow;
    previous = createHash('sha256').update(hashedText(previous, row)).digest('hex');
    const hash = Buffer.from(previous, 'hex');
    insert.run(position, operation, changes, hash);
    connection.prepare("REPLACE INTO audit_head VALUES ('org_a', ?, ?)").run(position, hash);
    if (position === 1)
      connection
        .prepare("INSERT INTO audit_archive VALUES ('org_a', 1, 1, ?, 'f', 'abc', 1, 'Ada')")
        .run(hash);
  }
  connection.exec('DELETE FROM audit_event WHERE position = 1');
  return connection;
};

const sealed = (connection: Sqlite.Database) => {
  connection.exec(keyedAudit);
  const trail = { database: new Database(connection), sealer, now: 2 };
  sealOldChains(trail);
  return trail;
};

it('keeps the hashes that are there, and goes on under the key from an event that covers them', async () => {
  const connection = oldStore();
  const hashes = connection.prepare('SELECT hash FROM audit_event').pluck().all();
  const trail = sealed(connection);
  sealOldChains(trail);
  expect(connection.prepare('SELECT hash FROM audit_event WHERE position <= 3').pluck().all()).toEqual(
    hashes,
  );
  expect(await verifyAllChains(trail)).toMatchObject([{ checked: 3, firstBroken: null, lastPosition: 4 }]);
  expect(() => connection.exec("UPDATE audit_archive SET by = 'Eve'")).toThrow(/never changed/);
  expect(() => connection.exec("UPDATE audit_archive SET mac = x'00'")).toThrow(/never changed/);
});

it.each([
  ['an old event', "UPDATE audit_event SET actor_name = 'Eve' WHERE position = 2"],
  [
    'facts put beside an old event',
    `UPDATE audit_event SET facts = '[{"type":"stopped"}]' WHERE position = 2`,
  ],
  ['the mark of an old archive', "UPDATE audit_archive SET file = 'other'"],
])('finds a change of %s after it was sealed', async (_, change) => {
  const connection = oldStore();
  const trail = sealed(connection);
  connection.exec('DROP TRIGGER audit_event_no_update; DROP TRIGGER audit_archive_no_update');
  connection.exec(change);
  const [verdict] = await verifyAllChains(trail);
  expect(verdict?.firstBroken).toBe(2);
});

it('does not seal what somebody put into a store that has codes already', async () => {
  const connection = oldStore();
  const trail = sealed(connection);
  connection.exec('DROP TRIGGER audit_event_no_update');
  connection.exec('UPDATE audit_event SET mac = NULL; UPDATE audit_head SET mac = NULL');
  sealOldChains(trail);
  expect((await verifyAllChains(trail))[0]?.firstBroken).not.toBeNull();
});
