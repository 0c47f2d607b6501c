import { createCore } from '#core/create-core.ts';
import { addMember } from '#core/seats/index.ts';
import { sql } from '#core/store/database.ts';
import { newId } from '#core/store/ids.ts';
import type { Transaction } from '#core/store/store.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/member-store.ts DIR [COUNT]`: makes a store in which Olivia owns Acme with some people of
 * every role, and COUNT more with the role Member. Written straight, as a password takes its time for each.
 */
const [folder = '', count = '0'] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia Owner', email: 'olivia@example.com', organizationName: 'Acme' });
const { store } = core.services;

const dayMs = 86_400_000;
const people = [
  { name: 'Ada Admin', role: 'Admin', idleDays: 0 },
  { name: 'Max Manager', role: 'Manager', idleDays: 3 },
  { name: 'Dana Developer', role: 'Developer', idleDays: 1 },
  { name: 'Mia Member', role: 'Member', idleDays: 2 },
  { name: 'Noah Newman', role: 'Member', idleDays: 140 },
  { name: 'Vera Viewer', role: 'Viewer', idleDays: 40 },
  ...Array.from({ length: Number(count) }, (_, index) => ({
    name: `Person ${String(index + 1).padStart(4, '0')}`,
    role: 'Member',
    idleDays: index % 200,
  })),
];

const roleIdOf = (tx: Transaction, name: string): string =>
  tx.database.first(sql.selectFrom('node').select('id').where('kind', '=', 'role').where('name', '=', name))
    ?.id ?? '';

store.write((tx) => {
  const organizationId = tx.database.first(sql.selectFrom('organization').select('id'))?.id ?? '';
  for (const { name, role, idleDays } of people) {
    const id = newId('acc', tx.now);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    tx.database.run(sql.insertInto('account').values({ id, name, email, created_at: tx.now + 1 }));
    const memberId = addMember(tx, { organizationId, accountId: id, roleId: roleIdOf(tx, role) });
    tx.database.run(
      sql
        .updateTable('member')
        .set({ active_at: tx.now - idleDays * dayMs })
        .where('id', '=', memberId),
    );
  }
});
await core.close();
