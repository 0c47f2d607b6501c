import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { addRunningService } from '#test/support/add-running-service.ts';
import { openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';

const world = openMemberWorld();

const serverNamed = (name: string): string =>
  world.core.services.store.write((tx) => addServer(tx, world.organizationId, name));

const running = (serverId: string, name = 'api'): string =>
  world.core.services.store.write((tx) =>
    addRunningService(tx, { environmentId: world.nodes.staging, serverId, name, ports: [] }),
  );

describe('what does not run', () => {
  it('is on another server and in another environment at once, which the trail tells', async () => {
    const { nodes, owner } = world;
    const serverId = serverNamed('harbour');
    const moved = await owner.client.service.move({
      serviceId: nodes.web,
      environmentId: nodes.production,
      serverId,
    });
    expect(moved).toMatchObject({ environmentId: nodes.production, serverId, deployment: null });
    const { items } = await owner.client.audit.list({ organizationId: world.organizationId });
    const event = items.find(({ operation }) => operation === 'service.move');
    expect(event?.changes.map(({ field }) => field)).toEqual(['environment', 'server']);
  });

  it('is not moved to where it is', async () => {
    const { nodes, owner } = world;
    await expect(
      owner.client.service.move({ serviceId: nodes.web, environmentId: nodes.staging }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'environmentId' } });
  });

  it('is not moved to where another one is reached by its name in DNS', async () => {
    const { nodes, owner } = world;
    const named = async (environmentId: string, name: string) =>
      (await owner.client.service.create({ environmentId, name })).id;
    const older = await named(nodes.staging, 'Web App');
    await named(nodes.production, 'web-app');
    const to = { serviceId: older, environmentId: nodes.production };
    expect((await owner.client.service.planMove(to)).blockers).toEqual([
      expect.stringContaining('“web-app”'),
    ]);
    await expect(owner.client.service.move(to)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is not moved where a deployment of it began since that was looked at', async () => {
    const { core, nodes, owner } = world;
    const { deployments, store } = core.services;
    const look = deployments.lookAtMove;
    const began = () =>
      store.write((tx) => {
        const id = recordDeployment(tx, { serviceId: nodes.web, number: 1 });
        tx.database.run(
          sql.updateTable('run').set({ state: 'running', ended_at: null }).where('id', '=', id),
        );
        const none = { current_deployment_id: null };
        tx.database.run(sql.updateTable('service').set(none).where('id', '=', nodes.web));
      });
    Object.assign(deployments, {
      lookAtMove: async (...asked: Parameters<typeof look>) => {
        const looked = await look(...asked);
        began();
        return looked;
      },
    });
    const to = { serviceId: nodes.web, environmentId: nodes.production };
    await expect(owner.client.service.move(to)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is planned as an assignment that starts nothing', async () => {
    const { nodes, owner } = world;
    const plan = await owner.client.service.planMove({
      serviceId: nodes.web,
      environmentId: nodes.production,
    });
    expect(plan).toMatchObject({ how: 'assign', blockers: [], from: { server: null } });
    expect(plan.steps).toHaveLength(1);
  });
});

describe('what runs', () => {
  it('stays where its new server cannot be asked, and the plan says so', async () => {
    const { nodes, owner } = world;
    const serverId = serverNamed('harbour');
    const serviceId = running(serverId);
    const to = { serviceId, environmentId: nodes.production };
    const plan = await owner.client.service.planMove(to);
    expect(plan).toMatchObject({ how: 'move', from: { server: 'harbour' }, to: { server: 'harbour' } });
    expect(plan.blockers).toEqual([expect.stringContaining('harbour')]);
    await expect(owner.client.service.move(to)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await owner.client.service.get({ serviceId })).toMatchObject({ environmentId: nodes.staging });
  });

  it('tells the names of variables that differ, and of no level that the caller may not read', async () => {
    const { nodes, owner } = world;
    const serverId = serverNamed('harbour');
    const serviceId = running(serverId);
    await owner.client.environmentVariables.replace({
      environmentId: nodes.production,
      variables: [{ name: 'ONLY_THERE', value: 'secret', isSecret: true }],
    });
    const to = { serviceId, environmentId: nodes.production };
    const seen = await owner.client.service.planMove(to);
    expect(seen.variables).toEqual({ gained: ['ONLY_THERE'], lost: [], changed: [], hasOthers: false });
    const mia = world.join('Member', 'Mia');
    const roleId = world.custom('mover', {
      level: 10,
      reach: 'granted',
      permissions: [
        'project.read',
        'environment.read',
        'service.read',
        'service.update',
        'service.create',
        'serviceVariables.read',
        'deployment.create',
      ],
    });
    for (const nodeId of [nodes.staging, nodes.production]) {
      await owner.client.member.changeGrants({ memberId: mia.memberId, add: [{ nodeId, roleId }] });
    }
    const hidden = await mia.client.service.planMove(to);
    expect(hidden.variables).toEqual({ gained: [], lost: [], changed: [], hasOthers: true });
    expect(JSON.stringify(hidden)).not.toContain('ONLY_THERE');
  });

  it('is no database, whose data would not move with it', async () => {
    const { nodes, owner } = world;
    const serverId = serverNamed('harbour');
    const { id } = await owner.client.service.create({
      environmentId: nodes.staging,
      name: 'db',
      type: 'database',
      serverId,
    });
    const spec = ServiceSpec.parse({ type: 'database', engine: 'postgres', version: '17' });
    const { store } = world.core.services;
    store.write((tx) => {
      recordDeployment(tx, { serviceId: id, serverId, number: 1, spec });
    });
    store.database.connection.prepare("UPDATE service SET state = 'running' WHERE id = ?").run(id);
    const { blockers } = await owner.client.service.planMove({
      serviceId: id,
      environmentId: nodes.production,
    });
    expect(blockers).toEqual([expect.stringMatching(/data does not move.*dump/)]);
  });

  it('stopped, does not move to another server, where nothing of it would be', async () => {
    const { nodes, owner } = world;
    const serviceId = running(serverNamed('harbour'));
    const { store } = world.core.services;
    store.database.connection.prepare("UPDATE service SET state = 'stopped' WHERE id = ?").run(serviceId);
    await expect(
      owner.client.service.move({
        serviceId,
        environmentId: nodes.production,
        serverId: serverNamed('other'),
      }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: expect.stringContaining('start it') } });
  });
});
