import { createCore } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/server-store.ts DIR NAME…`: makes a store in which Olivia owns Acme with the server `harbour`, and
 * servers of these names.
 * Written straight, as a server is added only once it was reached.
 */
const [folder = '', ...names] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
core.services.store.write((tx) => {
  const organizationId = tx.database.first(sql.selectFrom('organization').select('id'))?.id ?? '';
  for (const name of ['harbour', ...names]) addServer(tx, organizationId, name);
});
await core.close();
