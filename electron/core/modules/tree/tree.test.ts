import { afterEach, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core | undefined;
afterEach(() => core?.close());

/** A server at a port where nothing listens, and a service that was last seen running there. */
const withRunningService = async () => {
  const made = await createOwnedCore();
  core = made.core;
  const { client, organizationId } = made;
  const project = await client.project.create({ organizationId, name: 'Shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  const service = await client.service.create({ environmentId: environment?.id ?? '', name: 'web' });
  const serverId = core.services.store.write((tx) => {
    const id = tx.createNode({ kind: 'server', parentId: organizationId, name: 'srv' });
    tx.database.run(
      sql.insertInto('server').values({
        id,
        host: '127.0.0.1',
        port: 1,
        user: 'root',
        auth_type: 'agent',
        key_path: null,
        agent_socket: '/nowhere/agent',
        credentials: null,
        public_key: null,
        jump_server_id: null,
        host_key_type: 'ssh-ed25519',
        host_key_fingerprint: `SHA256:${'A'.repeat(43)}`,
        is_ready: 1,
        docker_version: null,
        facts: null,
        seen_at: null,
        created_at: tx.now,
      }),
    );
    const running = { server_id: id, state: 'running' as const };
    tx.database.run(sql.updateTable('service').set(running).where('id', '=', service.id));
    return id;
  });
  const stateOfService = async () =>
    (await client.tree.get({ organizationId })).nodes.find(({ id }) => id === service.id)?.state;
  return { client, serverId, stateOfService };
};

it('a service is not shown as running while its server cannot be reached', async () => {
  const { client, serverId, stateOfService } = await withRunningService();
  expect(await stateOfService()).toBe('running');
  expect((await client.server.connect({ serverId })).state).toBe('down');
  expect(await stateOfService()).toBe('unknown');
});
