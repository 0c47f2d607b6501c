import { afterEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/changes.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';
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
  const nodes = async () =>
    new Map((await client.tree.get({ organizationId })).nodes.map((node) => [node.id, node]));
  return { client, organizationId, serverId, serviceId: service.id, stateOfService, nodes };
};

it('a service is not shown as running while its server cannot be reached', async () => {
  const { client, serverId, stateOfService } = await withRunningService();
  expect(await stateOfService()).toBe('running');
  expect((await client.server.connect({ serverId })).state).toBe('down');
  expect(await stateOfService()).toBe('unknown');
});

it('tree, page and server say the same of a server that leaves a question unanswered, and are told', async () => {
  const { client, organizationId, serverId, serviceId, nodes } = await withRunningService();
  const { servers, store } = core?.services ?? expect.fail('no core');
  const seen = JSON.stringify({ state: 'running', desiredReplicas: 1, healthyReplicas: 1, tasks: [] });
  const row = { runtime: seen, seen_at: store.now() };
  store.database.run(sql.updateTable('service').set(row).where('id', '=', serviceId));
  expect(await client.service.runtime({ serviceId })).toMatchObject({ isStale: false, staleBecause: null });
  const stop = new AbortController();
  const changes = store.changes.watch(
    organizationId,
    { isVisible: () => true, accountId: null },
    stop.signal,
  );
  await changes.next();
  const answer = Promise.withResolvers<void>();
  const asked = servers.asked(serverId, answer.promise);
  await heardOf(changes, [serverId, serviceId]);
  const reason = expect.stringContaining('does not answer');
  const runtime = await client.service.runtime({ serviceId });
  expect(runtime).toMatchObject({ isStale: true, state: 'running', staleBecause: reason });
  expect((await client.server.get({ serverId })).freshness).toMatchObject({ isFresh: false, reason });
  const old = await nodes();
  expect(old.get(serviceId)).toMatchObject({ state: 'unknown', stale: { reason } });
  expect(old.get(serverId)).toMatchObject({ stale: { reason, isTrouble: true } });
  expect(old.get(serviceId)?.stale).not.toHaveProperty('isTrouble');
  answer.resolve();
  await asked;
  await heardOf(changes, [serverId, serviceId]);
  expect((await nodes()).get(serviceId)).toMatchObject({ state: 'running' });
  expect((await nodes()).get(serviceId)?.stale).toBeUndefined();
  stop.abort();
});

it('a service stays unknown while the connection to its server is tried again', async () => {
  const { client, serverId, stateOfService } = await withRunningService();
  await client.server.connect({ serverId });
  core?.services.servers.reset(serverId);
  expect((await client.server.get({ serverId })).connection.state).toBe('idle');
  expect(await stateOfService()).toBe('unknown');
});

/** Waits for changes until each of the nodes had one. */
async function heardOf(changes: AsyncIterator<Change[]>, ids: readonly string[]): Promise<void> {
  const missing = new Set(ids);
  while (missing.size > 0) {
    const { value, done } = await changes.next();
    if (done) return;
    for (const { nodeId } of value) missing.delete(nodeId);
  }
}

it('shows the state of what may not be read to who holds something there, and of the way to it the name alone', async () => {
  const { client, organizationId, serviceId } = await withRunningService();
  const accountId = addAccount(core as Core, { organizationId, role: 'Member', name: 'Dee' });
  const members = await client.member.list({ organizationId });
  const memberId = members.find(({ name }) => name === 'Dee')?.id ?? '';
  const { id: roleId } = await client.role.create({
    organizationId,
    name: 'Deploys alone',
    reach: 'granted',
    permissions: ['deployment.create'],
  });
  await client.member.changeAccess({
    memberId,
    grants: { add: [{ nodeId: serviceId, roleId }], remove: [] },
  });
  const { nodes } = await clientOf(core as Core, accountId).tree.get({ organizationId });
  const shown = nodes.map(({ kind, state, isPath }) => ({ kind, state, isPath }));
  expect(shown).toEqual([
    { kind: 'organization', state: 'none', isPath: undefined },
    { kind: 'project', state: 'none', isPath: true },
    { kind: 'environment', state: 'none', isPath: true },
    { kind: 'service', state: 'running', isPath: true },
  ]);
});
