import { createCore } from '#core/create-core.ts';
import { insertService } from '#core/modules/service/index.ts';
import { sql } from '#core/store/database.ts';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/database-store.ts DIR`: makes a store in which Acme runs the PostgreSQL `orders`, with a port of its
 * server, which can't be reached.
 */
const [folder = ''] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
core.services.store.write((tx) => {
  const organizationId = tx.database.first(sql.selectFrom('organization').select('id'))?.id ?? '';
  const serverId = addServer(tx, organizationId, 'harbour');
  const projectId = tx.createNode({ kind: 'project', parentId: organizationId, name: 'shop' });
  tx.database.run(sql.insertInto('project').values({ id: projectId, description: '', created_at: tx.now }));
  const environmentId = tx.createNode({ kind: 'environment', parentId: projectId, name: 'staging' });
  const environment = { id: environmentId, description: '', is_protected: 0 as const, created_at: tx.now };
  tx.database.run(sql.insertInto('environment').values(environment));
  const spec = DatabaseSpec.parse({
    type: 'database',
    engine: 'postgres',
    version: '17',
    externalPort: 15_432,
  });
  const serviceId = insertService(tx, { environmentId, serverId, name: 'orders', type: 'database', spec });
  const runtime = { state: 'running', desiredReplicas: 1, healthyReplicas: 1, tasks: [] };
  const deployed = { serviceId, serverId, number: 1, spec, image: 'postgres:17', startedBy: 'Olivia' };
  recordDeployment(tx, { ...deployed, runtime });
  tx.database.run(sql.updateTable('service').set({ state: 'running' }).where('id', '=', serviceId));
});
await core.close();
