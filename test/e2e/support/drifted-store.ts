import { createCore } from '#core/create-core.ts';
import { sealVariables } from '#core/modules/deployment/rows.ts';
import { sql } from '#core/store/database.ts';
import { fakeHost } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { createKeyFileVault } from '../../../electron/headless/key-file-vault.ts';

/**
 * `node test/e2e/support/drifted-store.ts DIR`: makes a store in which the service `web` of Acme went back to `app:1`, by
 * deployment 2, while `app:2` is saved. Its server can't be reached.
 */
const [folder = ''] = process.argv.slice(2);
const core = await createCore(fakeHost({ dataFolder: folder, vault: createKeyFileVault(folder) }));
core.ensureOwner({ name: 'Olivia', email: 'olivia@example.com', organizationName: 'Acme' });
const specOf = (image: string): string => JSON.stringify({ source: { type: 'image', image } });

core.services.store.write((tx) => {
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
  const images = { image_reference: 'app:1', image_digest: null, image_id: 'sha256:1', commit_hash: null };
  const ids = [1, 2].map((number) => {
    const deploymentId = tx.createNode({ kind: 'deployment', parentId: id, name: null });
    const at = { queued_at: tx.now, started_at: tx.now, ended_at: tx.now };
    const by = { started_by: 'acc_none', started_by_name: 'Olivia' };
    tx.database.run(
      sql.insertInto('run').values({
        id: deploymentId,
        kind: 'deployment',
        subject_id: id,
        server_id,
        title: 'Deploy {name}',
        state: 'succeeded',
        ...{ step: null, reason: null, progress: null, cancel_requested: 0, ...at, ...by },
      }),
    );
    tx.database.run(
      sql.insertInto('deployment').values({
        id: deploymentId,
        number,
        server_name: 'harbour',
        spec: specOf('app:1'),
        variables: sealVariables(tx, deploymentId, []),
        rollback_of: null,
        ...images,
      }),
    );
    return deploymentId;
  });
  const [first = '', second = ''] = ids;
  tx.database.run(sql.updateTable('deployment').set({ rollback_of: first }).where('id', '=', second));
  tx.database.run(sql.updateTable('service').set({ current_deployment_id: second }).where('id', '=', id));
});
await core.close();
