import { createCore } from '#core/create-core.ts';
import { insertProject } from '#core/modules/project/index.ts';
import { addMember } from '#core/seats/index.ts';
import { sql } from '#core/store/database.ts';
import { newId } from '#core/store/ids.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/viewer-store.ts DIR [ROLE]`: makes a store in which Olivia owns Acme and only views Globex,
 * which somebody else owns, or has another role there. Written straight, for want of a second person to invite her.
 */
const [folder = '', role = 'Viewer'] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
const { store } = core.services;
const { accountId } = core.openSession({ transport: 'in-process' }).context.whoAsks();

const gus = store.write((tx) => {
  const id = newId('acc', tx.now);
  tx.database.run(
    sql.insertInto('account').values({ id, name: 'Gus', email: 'gus@example.com', created_at: tx.now + 1 }),
  );
  tx.database.run(
    sql
      .insertInto('host_right')
      .values({ account_id: id, name: 'found-organizations', given_by: null, given_at: tx.now }),
  );
  return id;
});
const { id: organizationId } = await clientOf(core, gus).organization.create({ name: 'Globex' });

store.write((tx) => {
  const viewer = tx.database.first(
    sql
      .selectFrom('role')
      .innerJoin('node', 'node.id', 'role.id')
      .select('role.id')
      .where('node.parent_id', '=', organizationId)
      .where('node.name', '=', role),
  );
  addMember(tx, { organizationId, accountId, roleId: viewer?.id ?? '' });
  insertProject(tx, { organizationId, name: 'site' });
});
await core.close();
