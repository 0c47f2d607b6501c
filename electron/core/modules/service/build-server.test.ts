import { describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import { runRow, serverIdsOf } from '../../runs/rows.ts';
import { sql } from '../../store/database.ts';

const world = openMemberWorld();
/** Edits services everywhere, and reads servers. */
const dana = joinEach(world, 'Developer', 'Dana');

/** Sees that servers are there, and may have nothing run on them. */
const sam = (): Person => {
  const permissions = [
    ...(['project.read', 'environment.read', 'environment.update', 'service.read'] as const),
    ...(['service.create', 'service.update', 'deployment.read', 'deployment.create', 'docker.read'] as const),
  ];
  world.custom('Editor', { reach: 'organization', permissions });
  return world.join('Editor', 'Sam');
};

const built = (buildServerId?: string, fields: object = {}): ServiceSpec =>
  ServiceSpec.parse({
    source: {
      ...{ type: 'git', url: 'https://git.example.com/a.git', ref: { type: 'branch', name: 'main' } },
      ...(buildServerId === undefined ? {} : { buildServerId }),
    },
    ...fields,
  });

const serverCalled = (name: string, organizationId = world.organizationId): string =>
  world.core.services.store.write((tx) => addServer(tx, organizationId, name));

const field = 'spec.source.buildServerId';

describe('a build server', () => {
  it('is chosen by whoever may read it, and its choice is told by name', async () => {
    const serviceId = world.nodes.web;
    const builder = serverCalled('builder');
    await dana.client.service.configure({ serviceId, spec: built(builder) });
    expect((await dana.client.service.get({ serviceId })).spec).toMatchObject({
      source: { buildServerId: builder },
    });
    const told = world.lastEvent('service.configure')?.changes as { field: string }[];
    expect(told).toContainEqual(expect.objectContaining({ field: 'buildServer', after: 'builder' }));
    expect(JSON.stringify(told.filter((each) => each.field === 'source'))).not.toContain(builder);
  });

  it('is refused by its name to who sees it and may not have anything run on it', async () => {
    const { nodes } = world;
    const { client } = sam();
    const builder = serverCalled('builder “1”’s');
    const refused = {
      code: 'FORBIDDEN',
      data: {
        permission: 'server.read',
        nodeId: builder,
        wouldGrant: expect.stringMatching(
          /to build on “builder “1”’s” takes .* choose another server or none/,
        ),
      },
    };
    const spec = built(builder);
    await expect(client.service.configure({ serviceId: nodes.web, spec })).rejects.toMatchObject(refused);
    const made = { environmentId: nodes.staging, name: 'api', spec };
    await expect(client.service.create(made)).rejects.toMatchObject(refused);
    await expect(client.deployment.preview({ serviceId: nodes.web, spec })).rejects.toMatchObject(refused);
  });

  it('is one of the organization: others, what is no server, and what never was are unknown alike', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const other = await client.organization.create({ name: 'Other' });
    const ids = [serverCalled('theirs', other.id), world.nodes.shop, 'srv_never', '../../x'];
    for (const id of ids) {
      const unknown = { code: 'NOT_FOUND', data: { kind: 'server', id, field } };
      const asked = { serviceId, spec: built(id) };
      await expect(client.service.configure(asked)).rejects.toMatchObject(unknown);
      await expect(client.deployment.preview(asked)).rejects.toMatchObject(unknown);
    }
    expect((await client.service.get({ serviceId })).spec).toBeNull();
  });

  it('stays where somebody edits the rest who could not choose it, and is not chosen anew once it was left', async () => {
    const serviceId = world.nodes.web;
    const builder = serverCalled('builder');
    await dana.client.service.configure({ serviceId, spec: built(builder) });
    const { client } = sam();
    await client.service.configure({ serviceId, spec: built(builder, { replicas: 3 }) });
    await client.service.configure({ serviceId, spec: built() });
    await expect(client.service.configure({ serviceId, spec: built(builder) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is left out of the copy by somebody who may neither use it nor edit the source', async () => {
    const { nodes } = world;
    const serviceId = nodes.web;
    const builder = serverCalled('builder');
    await dana.client.service.configure({ serviceId, spec: built(builder) });
    const permissions = ['project.read', 'environment.read', 'service.read', 'service.create'] as const;
    world.custom('Copyist', { reach: 'organization', permissions });
    const copy = { serviceId, environmentId: nodes.production };
    const without = await world.join('Copyist', 'Cora').client.service.duplicate({ ...copy, name: 'one' });
    expect(without.spec).toEqual(built());
    const whole = await dana.client.service.duplicate({ ...copy, name: 'two' });
    expect(whole.spec).toEqual(built(builder));
  });

  it('does not go while a service is built on it, which is named to who sees it', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const builder = serverCalled('builder');
    await client.service.configure({ serviceId, spec: built(builder) });
    const deletion = await client.server.deletion({ serverId: builder });
    expect(deletion.remote.map(({ what }) => what)).toContainEqual(
      'service “shop/staging/web”, which is built on it, to be given another build server or none first',
    );
    const removal = { serverId: builder, typedName: 'builder' };
    await expect(client.server.delete(removal)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'serverId', reason: expect.stringContaining('this server builds “shop/staging/web”') },
    });
    await client.service.configure({ serviceId, spec: built() });
    await client.server.delete(removal);
  });

  it('does not go while a deployment is under way that is built on it', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const { store } = world.core.services;
    const [builder, serverId] = [serverCalled('builder'), serverCalled('harbour')];
    await client.service.configure({ serviceId, spec: built(), serverId });
    const id = store.write((tx) =>
      recordDeployment(tx, { serviceId, number: 1, serverId, spec: built(builder) }),
    );
    const leave = (ended_at: number | null, state: 'running' | 'failed') =>
      store.write((tx) =>
        tx.database.run(sql.updateTable('run').set({ ended_at, state }).where('id', '=', id)),
      );
    leave(null, 'running');
    const removal = { serverId: builder, typedName: 'builder' };
    await expect(client.server.delete(removal)).rejects.toMatchObject({ code: 'CONFLICT' });
    leave(1, 'failed');
    await client.server.delete(removal);
  });

  it('that went is not built on: a deployment is refused and says what to do, a way back is not', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const { store } = world.core.services;
    const [builder, serverId] = [serverCalled('builder'), serverCalled('harbour')];
    await client.service.configure({ serviceId, spec: built(builder), serverId });
    const deploymentId = store.write((tx) => {
      const id = recordDeployment(tx, { serviceId, number: 1, serverId, spec: built(builder), image: 'a:1' });
      const image = { image_digest: 'sha256:1', image_reference: 'quayside.local/a:1' };
      tx.database.run(sql.updateTable('deployment').set(image).where('id', '=', id));
      tx.removeNode(builder);
      return id;
    });
    await expect(client.deployment.create({ serviceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field, reason: expect.stringContaining('Choose a server of the organization, or none') },
    });
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.blockers).toContainEqual(expect.stringContaining('is not one of the organization any more'));
    expect(await client.deployment.rollback({ deploymentId })).toMatchObject({ rollbackOf: deploymentId });
  });

  it('is told by a plan, with why it cannot build and how the image comes; a way back asks nothing of it', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const [builder, serverId] = [serverCalled('builder'), serverCalled('harbour')];
    await client.service.configure({ serviceId, spec: built(builder), serverId });
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.steps).toContain(
      'Send the image from there to harbour through this host, without the layers that it has',
    );
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ field: 'build server', from: null, to: 'builder' }),
    );
    expect(plan.blockers).toContainEqual(
      expect.stringContaining('It is built on “builder”: builder cannot be reached'),
    );
    const rollbackTo = world.core.services.store.write((tx) =>
      recordDeployment(tx, { serviceId, number: 1, serverId, spec: built(builder), image: 'a:1' }),
    );
    const back = await client.deployment.plan({ serviceId, rollbackTo });
    expect(back.steps).toContain('Take the image that was built then');
    expect(back.blockers.join(' ')).not.toContain('builder');
  });

  it('has a place of each deployment that it builds in its own queue, and none of a way back', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const { database } = world.core.services.store;
    const [builder, serverId] = [serverCalled('builder'), serverCalled('harbour')];
    await client.service.configure({ serviceId, spec: built(builder), serverId });
    const deployed = await client.deployment.create({ serviceId });
    expect(serverIdsOf(runRow(database, deployed.id))).toEqual([serverId, builder]);
    const deploymentId = world.core.services.store.write((tx) =>
      recordDeployment(tx, { serviceId, number: 9, serverId, spec: built(builder), image: 'a:1' }),
    );
    const back = await client.deployment.rollback({ deploymentId });
    expect(serverIdsOf(runRow(database, back.id))).toEqual([serverId]);
  });

  it('that is the very server that it runs on is nothing apart', async () => {
    const serviceId = world.nodes.web;
    const { client } = world.owner;
    const serverId = serverCalled('harbour');
    await client.service.configure({ serviceId, spec: built(serverId), serverId });
    const { steps } = await client.deployment.plan({ serviceId });
    expect(steps.join(' ')).not.toContain('Send the image');
    await expect(client.server.delete({ serverId, typedName: 'harbour' })).rejects.toMatchObject({
      data: { reason: expect.stringContaining('is used by') },
    });
  });
});
