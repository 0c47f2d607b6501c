import { beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');

let db: string;
let api: string;
let web: string;

beforeEach(async () => {
  const { nodes, owner } = world;
  const add = async (name: string) =>
    (await owner.client.service.create({ environmentId: nodes.staging, name })).id;
  [db, api, web] = [await add('db'), await add('api'), nodes.web];
  await owner.client.service.setDependencies({ serviceId: api, dependsOn: [db] });
  await owner.client.service.setDependencies({ serviceId: web, dependsOn: [api] });
});

const namesOf = async (serviceId: string, by = world.owner): Promise<string[]> =>
  (await by.client.service.get({ serviceId })).dependsOn.map(({ name }) => name);

/** Gives Mia a role of these permissions on each of the nodes, and no more. */
const give = async (permissions: readonly Permission[], ...nodeIds: string[]): Promise<void> => {
  const roleId = world.custom('Some', { level: 10, reach: 'granted', permissions });
  const add = nodeIds.map((nodeId) => ({ nodeId, roleId }));
  await world.owner.client.member.changeGrants({ memberId: mia.memberId, add });
};

describe('what a service waits for', () => {
  it('is told by the name that each has now, and goes with what is deleted', async () => {
    const { client } = world.owner;
    await client.service.setDependencies({ serviceId: web, dependsOn: [db, api, db] });
    await client.service.update({ serviceId: api, name: 'back end' });
    expect(await namesOf(web)).toEqual(['back end', 'db']);
    await client.service.delete({ serviceId: db, typedName: 'db' });
    expect(await namesOf(web)).toEqual(['back end']);
  });

  it('is added and taken away by one, whatever somebody else said meanwhile', async () => {
    const { client } = world.owner;
    await Promise.all([
      client.service.setDependencies({ serviceId: web, add: [db] }),
      client.service.setDependencies({ serviceId: web, remove: [api] }),
    ]);
    expect(await namesOf(web)).toEqual(['db']);
    await client.service.setDependencies({ serviceId: web, remove: [api] });
    expect(await namesOf(web)).toEqual(['db']);
    await expect(client.service.setDependencies({ serviceId: db, add: [web] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('is said in the trail', async () => {
    await world.owner.client.service.setDependencies({ serviceId: web, dependsOn: [] });
    expect(world.lastEvent('service.setDependencies')).toMatchObject({ outcome: 'allowed', node_id: web });
    expect(JSON.stringify(world.lastEvent('service.setDependencies')?.changes)).toContain('api');
  });

  it('is no circle: the way of it is named, and nothing is changed', async () => {
    const { client } = world.owner;
    await expect(client.service.setDependencies({ serviceId: db, dependsOn: [web] })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: {
        field: 'dependsOn',
        reason: 'each would wait for the next one: “db” → “web” → “api” → “db”',
      },
    });
    expect(await namesOf(db)).toEqual([]);
  });

  it('is neither itself nor of another environment, project or organization', async () => {
    const { nodes, owner } = world;
    const refusals = async (dependsOn: string[]) =>
      owner.client.service.setDependencies({ serviceId: web, dependsOn }).catch((error: unknown) => error);
    expect(await refusals([web])).toMatchObject({
      data: { field: 'dependsOn', reason: 'a service cannot wait for itself' },
    });
    for (const environmentId of [nodes.production, nodes.blogProduction]) {
      const { id } = await owner.client.service.create({ environmentId, name: 'far "away"' });
      expect(await refusals([id])).toMatchObject({ code: 'CONFLICT', data: { field: 'dependsOn' } });
    }
    const { id: organizationId } = await owner.client.organization.create({ name: 'Other' });
    const project = await owner.client.project.create({ organizationId, name: 'p' });
    const [environment] = await owner.client.environment.list({ projectId: project.id });
    const foreign = await owner.client.service.create({ environmentId: environment?.id ?? '', name: 'x' });
    expect(await refusals([foreign.id])).toMatchObject({ code: 'NOT_FOUND' });
    expect(await namesOf(web)).toEqual(['api']);
  });

  it('ends on both sides where a service leaves its environment', async () => {
    const { client } = world.owner;
    await client.service.move({ serviceId: api, environmentId: world.nodes.production });
    expect([await namesOf(api), await namesOf(web)]).toEqual([[], []]);
  });
});

describe('what somebody may not see of it', () => {
  it('is never named, in an answer or in a circle, and stays as it is', async () => {
    await give(['service.read', 'service.update'], api, web);
    expect(await namesOf(api, mia)).toEqual([]);
    await mia.client.service.setDependencies({ serviceId: api, dependsOn: [] });
    expect(await namesOf(api)).toEqual(['db']);
    await expect(
      mia.client.service.setDependencies({ serviceId: api, dependsOn: [db] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await world.owner.client.service.setDependencies({ serviceId: web, dependsOn: [db] });
    await expect(
      world.owner.client.service.setDependencies({ serviceId: db, dependsOn: [api] }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await world.owner.client.service.setDependencies({ serviceId: api, dependsOn: [] });
    await world.owner.client.service.setDependencies({ serviceId: db, dependsOn: [api] });
    const refusal = mia.client.service.setDependencies({ serviceId: api, dependsOn: [web] });
    await expect(refusal).rejects.toMatchObject({
      data: { reason: expect.stringContaining('“web” → a service that you may not see → “api”') },
    });
  });
});

describe('a copy', () => {
  it('of an environment or a project waits as the original does, within itself', async () => {
    const { owner, nodes } = world;
    const { client } = owner;
    const waits = async (environmentId: string) => {
      const services = await client.service.list({ environmentId });
      const detailed = await Promise.all(services.map(({ id }) => client.service.get({ serviceId: id })));
      const ids = new Set(services.map(({ id }) => id));
      expect(detailed.flatMap(({ dependsOn }) => dependsOn).every(({ id }) => ids.has(id))).toBe(true);
      return Object.fromEntries(detailed.map((each) => [each.name, each.dependsOn.map(({ name }) => name)]));
    };
    const expected = { api: ['db'], db: [], web: ['api'] };
    const copy = await client.environment.duplicate({
      environmentId: nodes.staging,
      projectId: nodes.blog,
      name: 'copy',
    });
    expect(await waits(copy.id)).toEqual(expected);
    const project = await client.project.duplicate({ projectId: nodes.shop, name: 'shop 2' });
    const environments = await client.environment.list({ projectId: project.id });
    const staging = environments.find(({ name }) => name === 'staging');
    expect(await waits(staging?.id ?? '')).toEqual(expected);
  });

  it('of a service waits for the same where it stands beside them, and for nothing elsewhere', async () => {
    const { owner, nodes } = world;
    const copyTo = (environmentId: string) =>
      owner.client.service.duplicate({ serviceId: web, environmentId, name: 'web 2' });
    expect(await namesOf((await copyTo(nodes.staging)).id)).toEqual(['api']);
    expect(await namesOf((await copyTo(nodes.production)).id)).toEqual([]);
  });
});
