import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore, createTestCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { type AuditRow, auditHash, genesis } from '../../rpc/index.ts';
import { verifyChain } from './verify.ts';

let folder: string;
let core: Core;
let client: TestClient;
let organizationId: string;
let otherId: string;

const path = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-tampering-'));
  ({ core, client, organizationId } = await createOwnedCore({ dataFolder: folder }));
  for (const name of ['One', 'Two', 'Three', 'Four']) await client.project.create({ organizationId, name });
  const other = await client.organization.create({ name: 'Globex' });
  otherId = other.id;
  for (const name of ['Red', 'Blue', 'Green', 'Grey'])
    await client.project.create({ organizationId: otherId, name });
  await core.close();
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true });
});

const guards = `DROP TRIGGER IF EXISTS audit_event_no_update; DROP TRIGGER IF EXISTS audit_event_no_delete;
  DROP TRIGGER IF EXISTS audit_head_no_delete; DROP TRIGGER IF EXISTS audit_archive_no_update; DROP TRIGGER IF EXISTS audit_archive_no_delete`;

/** The checksum beside the store finds damage, not intent: whoever writes the store takes it away. */
const takeChecksumAway = (): void => rmSync(path('quayside.db.sha256'), { force: true });

/** What somebody does to the file who can write it and knows all of this code, and has no key. */
const tamper = (change: (connection: Sqlite.Database) => void): void => {
  const connection = new Sqlite(path('quayside.db'));
  connection.exec(guards);
  change(connection);
  connection.close();
  takeChecksumAway();
};

const rowsOf = (connection: Sqlite.Database, id = organizationId): AuditRow[] =>
  connection
    .prepare('SELECT * FROM audit_event WHERE organization_id = ? ORDER BY position')
    .all(id) as AuditRow[];

const setHead = (connection: Sqlite.Database, { position, hash }: Pick<AuditRow, 'position' | 'hash'>) =>
  connection
    .prepare('UPDATE audit_head SET position = ?, hash = ? WHERE chain = ?')
    .run(position, hash, organizationId);

/** Hashes a chain anew from its first event on, as anybody can. */
const rehash = (connection: Sqlite.Database): void => {
  let previous = genesis;
  const update = connection.prepare('UPDATE audit_event SET hash = ? WHERE sequence = ?');
  for (const row of rowsOf(connection)) {
    previous = auditHash(previous, row);
    update.run(previous, row.sequence);
    setHead(connection, { position: row.position, hash: previous });
  }
};

const restart = async () => {
  const made = await createTestCore({ dataFolder: folder });
  ({ core, client } = made);
  return made.host.logged.filter(({ message }) => message === 'the audit trail is broken');
};

/** Which event is found, by verifying after a start, and after one more. */
const foundAfterStart = async (): Promise<{ firstBroken: number | null; reason: string | null }> => {
  await restart();
  const first = await client.audit.verify({ organizationId });
  await client.project.create({ organizationId, name: 'Later' });
  const { firstBroken, reason } = await client.audit.verify({ organizationId });
  expect([firstBroken, reason]).toEqual([first.firstBroken, first.reason]);
  return { firstBroken, reason };
};

const forgedRow = (connection: Sqlite.Database, last: AuditRow, changes: Partial<AuditRow>): AuditRow => {
  const row = { ...last, position: last.position + 1, ...changes };
  const hash = auditHash(last.hash, row);
  const { sequence: _, ...columns } = { ...row, hash };
  const names = Object.keys(columns);
  connection
    .prepare(`INSERT INTO audit_event (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .run(...Object.values(columns));
  return { ...row, hash };
};

describe('whoever can write the store, and has no key, is found', () => {
  it('an untouched store is whole, start after start', async () => {
    expect(await restart()).toEqual([]);
    await core.close();
    expect(await foundAfterStart()).toEqual({ firstBroken: null, reason: null });
  });

  it('a changed event', async () => {
    tamper((connection) => connection.exec("UPDATE audit_event SET actor_name = 'Eve' WHERE position = 3"));
    expect(await foundAfterStart()).toEqual({ firstBroken: 3, reason: 'changed' });
  });

  it('an event taken out of the middle', async () => {
    tamper((connection) => connection.exec('DELETE FROM audit_event WHERE position = 3'));
    expect(await foundAfterStart()).toEqual({ firstBroken: 3, reason: 'missing' });
  });

  it('a cut tail with the head set back to the event before it', async () => {
    tamper((connection) => {
      connection.exec('DELETE FROM audit_event WHERE position > 3');
      const last = rowsOf(connection).at(-1);
      if (last) setHead(connection, last);
    });
    expect(await foundAfterStart()).toMatchObject({ firstBroken: 4 });
  });

  it('a whole chain that was computed anew', async () => {
    tamper((connection) => {
      connection.exec("UPDATE audit_event SET actor_name = 'Eve' WHERE position >= 3");
      rehash(connection);
    });
    expect(await foundAfterStart()).toEqual({ firstBroken: 3, reason: 'forged' });
  });

  it('a chain computed anew in the form of before there was a key', async () => {
    tamper((connection) => {
      connection.exec("UPDATE audit_event SET format = 1, facts = '[]', named = '', mac = NULL");
      rehash(connection);
    });
    expect((await foundAfterStart()).firstBroken).toBeGreaterThan(0);
  });

  it('a forged last event, with and without the head', async () => {
    tamper((connection) => {
      const last = rowsOf(connection).at(-1);
      if (last) setHead(connection, forgedRow(connection, last, { actor_name: 'Eve' }));
    });
    expect(await foundAfterStart()).toEqual({ firstBroken: 6, reason: 'forged' });
  });

  it('a forged last event that the head knows nothing of', async () => {
    tamper((connection) => {
      const last = rowsOf(connection).at(-1);
      if (last) forgedRow(connection, last, { actor_name: 'Eve' });
    });
    expect((await foundAfterStart()).firstBroken).toBe(6);
  });

  it('an empty table', async () => {
    tamper((connection) => connection.exec('DELETE FROM audit_event'));
    expect(await foundAfterStart()).toEqual({ firstBroken: 1, reason: 'missing' });
  });

  it('an empty table with the heads taken away', async () => {
    tamper((connection) => connection.exec('DELETE FROM audit_event; DELETE FROM audit_head'));
    expect(await foundAfterStart()).toMatchObject({ firstBroken: 1 });
  });

  it('an empty table with the head set to nothing', async () => {
    tamper((connection) => {
      connection.exec('DELETE FROM audit_event');
      setHead(connection, { position: 0, hash: genesis });
    });
    expect(await foundAfterStart()).toMatchObject({ firstBroken: 1 });
  });

  it('two events that changed places', async () => {
    tamper((connection) =>
      connection.exec(`UPDATE audit_event SET position = -1 WHERE position = 2 AND organization_id = '${organizationId}';
        UPDATE audit_event SET position = 2 WHERE position = 4 AND organization_id = '${organizationId}';
        UPDATE audit_event SET position = 4 WHERE position = -1`),
    );
    expect(await foundAfterStart()).toEqual({ firstBroken: 2, reason: 'changed' });
  });

  it('a changed mark of an archive', async () => {
    await restart();
    const before = new Date(Date.now() + 1_000).toISOString();
    await client.audit.archive({ organizationId, before, typedName: 'Acme' });
    await core.close();
    tamper((connection) => connection.exec("UPDATE audit_archive SET file = 'other.jsonl'"));
    expect(await foundAfterStart()).toMatchObject({ reason: 'archive' });
  });

  it('events of another organization in the place of own ones, with the head', async () => {
    tamper((connection) => {
      connection.exec(`DELETE FROM audit_event WHERE organization_id = '${organizationId}';
        UPDATE audit_event SET organization_id = '${organizationId}' WHERE organization_id = '${otherId}'`);
      const last = rowsOf(connection).at(-1);
      if (last) setHead(connection, last);
    });
    expect(await foundAfterStart()).toMatchObject({ firstBroken: 1, reason: 'changed' });
  });

  it('an older copy of the whole store, whose chain is whole, by the file beside it', async () => {
    copyFileSync(path('quayside.db'), path('old.db'));
    await restart();
    await client.project.create({ organizationId, name: 'Five' });
    await core.close();
    copyFileSync(path('old.db'), path('quayside.db'));
    takeChecksumAway();
    expect(await restart()).toMatchObject([
      { fields: { chain: organizationId, position: 6, reason: 'older' } },
    ]);
    expect(await client.audit.verify({ organizationId })).toMatchObject({ firstBroken: 6, reason: 'older' });
    expect(await client.audit.verify({ organizationId: otherId })).toMatchObject({ firstBroken: null });
  });

  it('not an older copy together with an older file beside it: only a head kept elsewhere tells', async () => {
    for (const name of ['quayside.db', 'audit-heads.json']) copyFileSync(path(name), path(`old-${name}`));
    await restart();
    await client.project.create({ organizationId, name: 'Five' });
    await core.close();
    for (const name of ['quayside.db', 'audit-heads.json']) copyFileSync(path(`old-${name}`), path(name));
    takeChecksumAway();
    expect(await restart()).toEqual([]);
  });
});

describe('a start after the store was changed without Quayside', () => {
  it('goes on, says it in the log, in the chain, and to those who run the organization, once', async () => {
    tamper((connection) => connection.exec('DELETE FROM audit_event WHERE position > 3'));
    expect(await restart()).toHaveLength(2);
    const { items } = await client.audit.list({ organizationId, operation: 'audit.check' });
    expect(items).toMatchObject([
      { actor: 'Quayside itself', outcome: 'failed', detail: 'the trail is broken: event 4 is missing' },
    ]);
    const [notice] = await client.organization.notices({ organizationId });
    expect(notice?.text).toContain('broken at event 4');
    await core.close();
    expect(await restart()).toEqual([]);
    expect(await client.organization.notices({ organizationId })).toHaveLength(1);
  });

  it('while it runs: an end that was set back is told before the next event', async () => {
    await restart();
    const { store } = core.services;
    const { connection } = store.database;
    connection.exec(guards);
    connection.exec(`DELETE FROM audit_event WHERE position > 3 AND organization_id = '${organizationId}'`);
    const last = rowsOf(connection).at(-1);
    if (last) setHead(connection, last);
    await client.project.create({ organizationId, name: 'Five' });
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 4, reason: 'end' });
  });
});
