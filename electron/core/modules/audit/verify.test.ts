import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { type AuditRow, auditHash } from '../../rpc/index.ts';
import type { Database } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { verifyChain } from './verify.ts';

let core: Core;
let organizationId: string;
let store: Store;
let database: Database;

beforeEach(async () => {
  const made = await createOwnedCore();
  ({ core, organizationId } = made);
  ({ store } = core.services);
  ({ database } = store);
  for (const name of ['One', 'Two', 'Three', 'Four'])
    await made.client.project.create({ organizationId, name });
  database.connection.exec(`DROP TRIGGER audit_event_no_update; DROP TRIGGER audit_event_no_delete;
    DROP TRIGGER audit_head_no_delete; DROP TRIGGER audit_archive_no_update`);
});
afterEach(() => core.close());

const rowAt = (position: number): AuditRow =>
  database.connection
    .prepare('SELECT * FROM audit_event WHERE organization_id = ? AND position = ?')
    .get(organizationId, position) as AuditRow;

const columns = [
  'at',
  'actor_id',
  'actor_name',
  'via_type',
  'via_id',
  'via_label',
  'transport',
  'operation',
  'permission',
  'node_id',
  'node_path',
  'node_name',
  'outcome',
  'changes',
  'detail',
  'format',
  'facts',
  'named',
];

describe('verification', () => {
  it.each(columns)('finds a changed %s and names the event', async (column) => {
    database.connection
      .prepare(`UPDATE audit_event SET ${column} = ? WHERE position = 3`)
      .run(column === 'at' || column === 'format' ? 5 : 'x');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 3, reason: 'changed' });
  });

  it('finds a removed event', async () => {
    database.connection.exec('DELETE FROM audit_event WHERE position = 3');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 3, reason: 'missing' });
  });

  it('finds a removed beginning', async () => {
    database.connection.exec('DELETE FROM audit_event WHERE position <= 2');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 1, reason: 'missing' });
  });

  it('finds two events that changed places', async () => {
    database.connection.exec(`UPDATE audit_event SET position = -1 WHERE position = 2;
      UPDATE audit_event SET position = 2 WHERE position = 4; UPDATE audit_event SET position = 4 WHERE position = -1`);
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 2, reason: 'changed' });
  });

  it('finds a cut-off end, also when all is gone', async () => {
    database.connection.exec('DELETE FROM audit_event WHERE position >= 4');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 4, reason: 'missing' });
    database.connection.exec('DELETE FROM audit_event');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 1, reason: 'missing' });
  });

  it('finds an event that was hashed anew after a change, by the code that it has not', async () => {
    const changed = { ...rowAt(3), actor_name: 'Somebody else' };
    const hash = auditHash(rowAt(2).hash, changed);
    const update = database.connection.prepare(
      'UPDATE audit_event SET actor_name = ?, hash = ? WHERE position = ?',
    );
    update.run(changed.actor_name, hash, 3);
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 3, reason: 'forged' });
    const newest = { ...rowAt(5), actor_name: 'Somebody else' };
    update.run('Olive Owner', auditHash(rowAt(2).hash, { ...rowAt(3), actor_name: 'Olive Owner' }), 3);
    update.run(newest.actor_name, auditHash(rowAt(4).hash, newest), 5);
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 5, reason: 'forged' });
  });

  it('finds an event that the head knows nothing of, and a head that was set back', async () => {
    database.connection.exec('UPDATE audit_head SET position = 4');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 4, reason: 'changed' });
    database.connection.prepare('UPDATE audit_head SET hash = ?').run(rowAt(4).hash);
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 5, reason: 'added' });
    database.connection.exec('DELETE FROM audit_head');
    expect((await verifyChain(store, organizationId)).firstBroken).toBe(1);
  });

  it('finds a mark that nobody archived by', async () => {
    database.connection
      .prepare("INSERT INTO audit_archive VALUES (?, 2, 1, ?, 'f', 's', 0, 'b', NULL)")
      .run(organizationId, rowAt(2).hash);
    database.connection.exec('DELETE FROM audit_event WHERE position <= 2');
    expect(await verifyChain(store, organizationId)).toMatchObject({ firstBroken: 3, reason: 'archive' });
  });
});
