import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessIndex, loadAccess, permissionsOf } from '#core/access/index.ts';
import { sql } from '#core/store/database.ts';
import { accessRows } from '#test/support/access-arbitrary.ts';
import { type AccessRows, indexOf, subjectsOf } from '#test/support/access-rows.ts';
import { storeOf } from '#test/support/access-store.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';

/** All that everybody may, by person and thing. */
function everything(index: AccessIndex, rows: AccessRows): Record<string, string> {
  const questions = subjectsOf(rows).flatMap((subject) => rows.nodes.map(({ id }) => ({ subject, id })));
  return Object.fromEntries(
    questions.map(({ subject, id }) => [
      `${subject} on ${id}`,
      `${index.canSee(subject, id)} ${permissionsOf(index.heldOn(subject, id)).join()}`,
    ]),
  );
}

describe('the access index that a start loads', () => {
  it('decides all as before: ends, limits of keys, suspensions, teams, tags, now and once ends have come', async () => {
    await fc.assert(
      fc.asyncProperty(accessRows, fc.integer({ min: 0, max: 12 }), async (rows, later) => {
        const database = await storeOf(rows);
        const clock = { now: rows.now };
        const before = indexOf(rows, clock);
        const loaded = loadAccess(database, () => clock.now);
        expect(everything(loaded, rows)).toEqual(everything(before, rows));
        clock.now += later;
        before.advance();
        loaded.advance();
        expect(everything(loaded, rows)).toEqual(everything(before, rows));
        database.close();
      }),
      { numRuns: 60 },
    );
  });

  it('has every node below its parent, also one that was moved below a younger node', async () => {
    const { core, organizationId } = await createOwnedCore();
    const { store } = core.services;
    const ids = store.write((tx) => {
      const make = (kind: 'project' | 'environment' | 'service', parentId: string, name: string) =>
        tx.createNode({ kind, parentId, name });
      const project = make('project', organizationId, 'shop');
      const environment = make('environment', project, 'production');
      const service = make('service', environment, 'web');
      const younger = make('project', organizationId, 'mail');
      const youngest = make('environment', younger, 'production');
      tx.moveNode(service, youngest);
      tx.renameNode(environment, 'old');
      tx.moveNode(environment, younger);
      return { environment, service, younger, youngest };
    });
    const loaded = loadAccess(store.database, Date.now);
    expect(loaded.node(ids.service)?.parent).toBe(loaded.node(ids.youngest));
    expect([...(loaded.node(ids.younger)?.children ?? [])].map(({ id }) => id).toSorted()).toEqual(
      [ids.environment, ids.youngest].toSorted(),
    );
    expect(loaded.node(ids.service)?.organizationId).toBe(organizationId);
    await core.close();
  });

  it('has no grant and no key scope of what was deleted, as neither store nor live index has', async () => {
    const { core, client, organizationId } = await createOwnedCore();
    const { store } = core.services;
    const shop = await client.project.create({ organizationId, name: 'Shop' });
    const accountId = addAccount(core, { organizationId, role: 'Member', name: 'Mia' });
    const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
    await client.member.setExtras({ memberId, permissions: ['api.read'] });
    await client.member.changeGrants({ memberId, add: [{ nodeId: shop.id }] });
    const { key: apiKey } = await clientOf(core, accountId).apiKey.create({
      organizationId,
      name: 'script',
      expiresInDays: 'never',
      nodeIds: [shop.id],
    });
    expect(store.access.can(apiKey.id, 'project.read', shop.id)).toBe(true);
    await client.project.delete({ projectId: shop.id, typedName: 'Shop' });
    const other = await client.project.create({ organizationId, name: 'Bank' });
    await client.member.changeGrants({ memberId, add: [{ nodeId: other.id }] });
    const rows = store.database.all(sql.selectFrom('access_grant').select('node_id'));
    expect(rows).toEqual([{ node_id: other.id }]);
    for (const access of [store.access, loadAccess(store.database, Date.now)]) {
      expect(access.memberships.grantsOf(memberId).map(({ nodeId }) => nodeId)).toEqual([other.id]);
      expect(access.can(accountId, 'project.read', other.id)).toBe(true);
      expect(access.can(apiKey.id, 'project.read', other.id)).toBe(false);
      expect(permissionsOf(access.heldOn(apiKey.id, organizationId))).toEqual([]);
    }
    await core.close();
  });
});
