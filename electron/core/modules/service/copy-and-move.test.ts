import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';
import { populate } from '#test/support/populate.ts';
import { sql } from '../../store/database.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

/** Gives a member a role of these permissions on a node, and no more. */
const give = async (person: Person, nodeId: string, permissions: readonly Permission[]): Promise<void> => {
  const roleId = world.custom(`role ${permissions.length} ${nodeId.slice(-6)}`, {
    level: 10,
    reach: 'granted',
    permissions,
  });
  await world.owner.client.member.changeGrants({ memberId: person.memberId, add: [{ nodeId, roleId }] });
};

const sees: Permission[] = ['project.read', 'environment.read', 'service.read'];
const builds: Permission[] = [...sees, 'service.create', 'service.update'];

describe('R6 where a service is moved', () => {
  it('nobody moves it to where they may more with it', async () => {
    const { nodes } = world;
    await give(mia, nodes.staging, builds);
    await give(mia, nodes.production, [...builds, 'secret.reveal']);
    await expect(
      mia.client.service.move({ serviceId: nodes.web, environmentId: nodes.production }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'secret.reveal', nodeId: nodes.web },
    });
    expect(world.lastEvent('service.move')).toMatchObject({ outcome: 'refused', node_id: nodes.web });
  });

  it('a Developer moves it to where a Member was granted what Developers lack', async () => {
    const { nodes } = world;
    const dana = world.join('Developer', 'Dana');
    await world.owner.client.member.changeGrants({
      memberId: mia.memberId,
      add: [{ nodeId: nodes.production }],
    });
    expect(world.holds(mia, 'backup.create', nodes.web)).toBe(false);
    await dana.client.service.move({ serviceId: nodes.web, environmentId: nodes.production });
    expect(world.holds(mia, 'backup.create', nodes.web)).toBe(true);
  });

  it('whoever gains or loses by it is told', async () => {
    const { nodes, owner, organizationId } = world;
    const bob = world.join('Member', 'Bob');
    await give(bob, nodes.staging, builds);
    const feed = (await bob.client.changes.watch({ organizationId }))[Symbol.asyncIterator]();
    expect((await feed.next()).value).toEqual([]);
    await owner.client.service.move({ serviceId: nodes.web, environmentId: nodes.production });
    expect((await feed.next()).value).toEqual([
      expect.objectContaining({ kind: 'access', nodeId: bob.memberId }),
    ]);
    await feed.return?.(undefined);
  });
});

describe('R12: a copy of a service', () => {
  const copyTo = (environmentId: string) =>
    mia.client.service.duplicate({ serviceId: world.nodes.web, environmentId, name: 'copy' });

  it('holds the variables that its maker may read, and no others', async () => {
    const { nodes, owner } = world;
    await owner.client.serviceVariables.replace({
      serviceId: nodes.web,
      variables: [{ name: 'HIDDEN', value: 'v', isSecret: false }],
    });
    await give(mia, nodes.staging, sees);
    await give(mia, nodes.production, [...builds, 'serviceVariables.read']);
    const without = await copyTo(nodes.production);
    expect((await mia.client.serviceVariables.list({ serviceId: without.id })).variables).toEqual([]);
    await owner.client.service.delete({ serviceId: without.id, typedName: 'copy' });
    await give(mia, nodes.web, [...sees, 'serviceVariables.read']);
    const whole = await copyTo(nodes.production);
    expect((await mia.client.serviceVariables.list({ serviceId: whole.id })).variables).toEqual([
      { name: 'HIDDEN', value: 'v', isSecret: false },
    ]);
  });

  it('runs on the server of its source only for who may use that one, there or by the source', async () => {
    const { core, nodes, organizationId, owner } = world;
    await owner.client.project.update({ projectId: nodes.shop, name: 'store' });
    const { serverId = '' } = populate(core, organizationId).inScope;
    const { database } = core.services.store;
    database.run(sql.updateTable('service').set({ server_id: serverId }).where('id', '=', nodes.web));
    await give(mia, nodes.staging, sees);
    await give(mia, nodes.production, builds);
    const elsewhere = await copyTo(nodes.production);
    expect(elsewhere.serverId).toBeNull();
    await owner.client.service.delete({ serviceId: elsewhere.id, typedName: 'copy' });
    await give(mia, nodes.web, builds);
    expect((await copyTo(nodes.production)).serverId).toBe(serverId);
  });
});

describe('R12: a copy of what holds services', () => {
  it('needs the right to create services where there are any', async () => {
    const { nodes, owner } = world;
    await give(mia, nodes.shop, [...sees, 'environment.create']);
    const copy = (name: string) =>
      mia.client.environment.duplicate({ environmentId: nodes.staging, projectId: nodes.shop, name });
    await expect(copy('one')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'service.create', nodeId: nodes.shop },
    });
    await owner.client.service.delete({ serviceId: nodes.web });
    expect((await copy('two')).name).toBe('two');
  });

  it('of a project, needs the right to create environments where there are several', async () => {
    const { nodes, owner } = world;
    await owner.client.member.setExtras({
      memberId: mia.memberId,
      permissions: ['project.create', 'project.read', 'environment.read'],
    });
    const copy = (projectId: string) => mia.client.project.duplicate({ projectId, name: 'copy' });
    await expect(copy(nodes.shop)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'environment.create' },
    });
    expect((await copy(nodes.blog)).name).toBe('copy');
  });
});
