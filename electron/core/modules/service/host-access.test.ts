import { describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import { sql } from '../../store/database.ts';

const world = openMemberWorld();
/** Edits services everywhere, and commands Docker nowhere. */
const dana = joinEach(world, 'Developer', 'Dana');

const joinedDeployer = () => {
  const permissions = ['project.read', 'environment.read', 'service.read', 'deployment.create'] as const;
  world.custom('Deployer only', { reach: 'organization', permissions });
  return world.join('Deployer only', 'Derek');
};

const spec = (fields: object = {}): ServiceSpec =>
  ServiceSpec.parse({ source: { type: 'image', image: 'nginx:1' }, ...fields });
const bind = { type: 'bind', source: '/var/run/docker.sock', target: '/docker.sock' };
const bound = (fields: object = {}) => spec({ mounts: [bind], ...fields });
const refused = (index = 0) => ({
  code: 'FORBIDDEN',
  data: {
    permission: 'docker.manage',
    wouldGrant: expect.stringContaining(`spec.mounts.${index}.source`),
  },
});

const serverOf = (name = 'harbour') =>
  world.core.services.store.write((tx) => addServer(tx, world.organizationId, name));

describe('a bind is root on the server', () => {
  it('nobody creates or saves one who does not command Docker there', async () => {
    const { nodes } = world;
    const serverId = serverOf();
    const place = { environmentId: nodes.production, name: 'agent' };
    await expect(dana.client.service.create({ ...place, spec: bound(), serverId })).rejects.toMatchObject(
      refused(),
    );
    await expect(dana.client.service.create({ ...place, spec: bound() })).rejects.toMatchObject(refused());
    const mounts = [{ type: 'volume', name: 'data', target: '/data' }, bind];
    await expect(
      dana.client.service.configure({ serviceId: nodes.web, spec: spec({ mounts }), serverId }),
    ).rejects.toMatchObject(refused(1));
    expect((await dana.client.service.get({ serviceId: nodes.web })).spec ?? {}).not.toHaveProperty(
      'mounts.0',
    );
    await world.owner.client.service.configure({ serviceId: nodes.web, spec: bound(), serverId });
  });

  it('who edits one that was accepted changes nothing of what runs there', async () => {
    const { nodes } = world;
    const serviceId = nodes.web;
    await world.owner.client.service.configure({ serviceId, spec: bound(), serverId: serverOf() });
    await dana.client.service.configure({ serviceId, spec: bound({ replicas: 2, soakSeconds: 9 }) });
    for (const fields of [
      { source: { type: 'image', image: 'evil:1' } },
      { command: ['sh'] },
      { healthCheck: { command: ['sh'] } },
      { mounts: [bind, { ...bind, source: '/', target: '/host' }] },
      { mounts: [bind, { type: 'file', target: '/entrypoint.sh', content: 'id' }] },
    ])
      await expect(dana.client.service.configure({ serviceId, spec: bound(fields) })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    await expect(
      dana.client.service.configure({
        serviceId,
        spec: bound({ replicas: 2, soakSeconds: 9 }),
        serverId: serverOf('other'),
      }),
    ).rejects.toMatchObject(refused());
    await dana.client.service.configure({ serviceId, spec: spec({ command: ['sh'] }) });
  });

  it('no copy brings one along, but by somebody who could save it', async () => {
    const { nodes } = world;
    await world.owner.client.service.configure({ serviceId: nodes.web, spec: bound(), serverId: serverOf() });
    const before = await dana.client.service.list({ environmentId: nodes.production });
    await expect(
      dana.client.service.duplicate({ serviceId: nodes.web, environmentId: nodes.production, name: 'copy' }),
    ).rejects.toMatchObject(refused());
    expect(await dana.client.service.list({ environmentId: nodes.production })).toEqual(before);
    const manager = world.join('Manager', 'Max');
    const projectId = (await manager.client.environment.get({ environmentId: nodes.staging })).projectId;
    await manager.client.project.duplicate({ projectId, name: 'copy' });
  });

  it('nobody goes back to one that was taken away, nor saves it because it runs', async () => {
    const { nodes, core, owner } = world;
    const { store } = core.services;
    await core.services.runs.close();
    const serviceId = nodes.web;
    const serverId = serverOf();
    await owner.client.service.configure({ serviceId, spec: bound(), serverId });
    const [deploymentId] = store.write((tx) => [
      recordDeployment(tx, { serviceId, number: 1, serverId, spec: bound(), image: 'nginx:1' }),
    ]);
    // what is saved still asks nobody anew
    await dana.client.deployment.rollback({ deploymentId: deploymentId ?? '' });
    await dana.client.service.adopt({ serviceId });
    await owner.client.service.configure({ serviceId, spec: spec() });
    await expect(dana.client.deployment.rollback({ deploymentId: deploymentId ?? '' })).rejects.toMatchObject(
      refused(),
    );
    await expect(dana.client.service.adopt({ serviceId })).rejects.toMatchObject(refused());
    const saved = store.database.first(sql.selectFrom('service').select('spec').where('id', '=', serviceId));
    expect(JSON.parse(saved?.spec ?? '')).toMatchObject({ mounts: [] });
  });

  it('whoever deploys it deploys what somebody else accepted', async () => {
    const { nodes, core, owner } = world;
    await core.services.runs.close();
    const serviceId = nodes.web;
    await owner.client.service.configure({ serviceId, spec: bound(), serverId: serverOf() });
    expect(await dana.client.deployment.create({ serviceId })).toMatchObject({ number: 1 });
  });

  it('a folder is sent by whoever may save another image: with a bind, by whoever commands Docker', async () => {
    const { nodes, owner } = world;
    const serviceId = nodes.web;
    const source = { type: 'folder' };
    const sending = { serviceId, upload: 'upload000001', offset: 0, bytes: '' };
    await owner.client.service.configure({ serviceId, spec: spec({ source }), serverId: serverOf() });
    const deployer = joinedDeployer();
    for (const send of [deployer.client.source.upload, deployer.client.source.keep])
      await expect(send(sending)).rejects.toMatchObject({
        code: 'FORBIDDEN',
        data: { permission: 'service.update' },
      });
    expect(await dana.client.source.upload(sending)).toEqual({ offset: 0 });
    await owner.client.service.configure({ serviceId, spec: bound({ source }) });
    await expect(dana.client.source.upload(sending)).rejects.toMatchObject(refused());
    await expect(dana.client.source.keep(sending)).rejects.toMatchObject(refused());
    expect(await owner.client.source.upload(sending)).toEqual({ offset: 0 });
  });
});
