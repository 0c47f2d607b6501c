import { createCore } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { addRunningService } from '#test/support/add-running-service.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/running-store.ts DIR [two-places]`: makes a store in which Acme runs `web` with a published port and
 * `queue` with none, on the server `harbour`; with `two-places` there are an environment and a server to move them to.
 * Written straight: what is tested is what the window says of it.
 */
const [folder = '', where = 'one-place'] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
core.services.store.write((tx) => {
  const organizationId = tx.database.first(sql.selectFrom('organization').select('id'))?.id ?? '';
  const serverId = addServer(tx, organizationId, 'harbour');
  const projectId = tx.createNode({ kind: 'project', parentId: organizationId, name: 'shop' });
  tx.database.run(sql.insertInto('project').values({ id: projectId, description: '', created_at: tx.now }));
  const environmentId = tx.createNode({ kind: 'environment', parentId: projectId, name: 'production' });
  const environment = { id: environmentId, description: '', is_protected: 0 as const, created_at: tx.now };
  tx.database.run(sql.insertInto('environment').values(environment));
  if (where === 'two-places') {
    const staging = tx.createNode({ kind: 'environment', parentId: projectId, name: 'staging' });
    tx.database.run(sql.insertInto('environment').values({ ...environment, id: staging }));
    addServer(tx, organizationId, 'lagoon');
  }
  const ports = [{ containerPort: 8080, hostPort: 8081 }, { containerPort: 5432 }];
  addRunningService(tx, { environmentId, serverId, name: 'web', ports });
  addRunningService(tx, { environmentId, serverId, name: 'queue', ports: [] });
});
await core.close();
