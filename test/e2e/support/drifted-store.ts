import { createCore } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/drifted-store.ts DIR`: makes a store in which the service `web` of Acme went back to `app:1`, by
 * deployment 2, while `app:2` is saved. Its server can't be reached.
 */
const [folder = ''] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
const specOf = (image: string): string => JSON.stringify({ source: { type: 'image', image } });

const { id, server_id } = core.services.store.write((tx) => {
  const organizationId = tx.database.first(sql.selectFrom('organization').select('id'))?.id ?? '';
  const server_id = addServer(tx, organizationId, 'harbour');
  const made = { description: '', created_at: tx.now };
  const projectId = tx.createNode({ kind: 'project', parentId: organizationId, name: 'shop' });
  tx.database.run(sql.insertInto('project').values({ id: projectId, ...made }));
  const environmentId = tx.createNode({ kind: 'environment', parentId: projectId, name: 'production' });
  tx.database.run(sql.insertInto('environment').values({ id: environmentId, is_protected: 0, ...made }));
  const id = tx.createNode({ kind: 'service', parentId: environmentId, name: 'web' });
  const none = { runtime: null, seen_at: null, deploy_key: null, deploy_key_public: null };
  const saved = { ...made, ...none, type: 'application' as const, server_id, spec: specOf('app:2') };
  tx.database.run(sql.insertInto('service').values({ id, ...saved, current_deployment_id: null }));
  return { id, server_id };
});
const deployed = { serviceId: id, serverId: server_id, startedBy: 'Olivia', image: 'app:1' };
core.services.store.write((tx) => {
  const first = recordDeployment(tx, { ...deployed, number: 1 });
  recordDeployment(tx, { ...deployed, number: 2, rollbackOf: first });
});
await core.close();
