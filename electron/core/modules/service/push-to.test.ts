import { describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { openMemberWorld, type Person } from '#test/support/member-world.ts';

const world = openMemberWorld();

/** Edits services, and reads no registry. */
const sam = (): Person => {
  const permissions = [
    ...(['project.read', 'environment.read', 'service.read', 'service.create'] as const),
    ...(['service.update', 'deployment.read', 'deployment.create'] as const),
  ];
  world.custom('Editor', { reach: 'organization', permissions });
  return world.join('Editor', 'Sam');
};

const built = (pushTo?: string, fields: object = {}): ServiceSpec =>
  ServiceSpec.parse({
    source: {
      ...{ type: 'git', url: 'https://git.example.com/a.git', ref: { type: 'branch', name: 'main' } },
      ...(pushTo === undefined ? {} : { pushTo }),
    },
    ...fields,
  });

const account = { username: 'robot', password: 'a-token-of-the-robot' };
const addRegistry = (organizationId = world.organizationId) =>
  world.owner.client.registry.create({ organizationId, name: 'ours', address: 'ghcr.io', ...account });

describe('the repository that a build is pushed to', () => {
  it('takes registry.read where the organization has an account there, and nothing where it has none', async () => {
    const serviceId = world.nodes.web;
    const { client } = sam();
    const spec = built('ghcr.io/acme/web');
    await client.service.configure({ serviceId, spec });
    await client.service.configure({ serviceId, spec: built() });
    const registry = await addRegistry();
    const refused = {
      code: 'FORBIDDEN',
      data: {
        permission: 'registry.read',
        nodeId: registry.id,
        wouldGrant: expect.stringMatching(/^spec\.source\.pushTo: to push to ghcr\.io .* leave it empty/),
      },
    };
    await expect(client.service.configure({ serviceId, spec })).rejects.toMatchObject(refused);
    const made = { environmentId: world.nodes.staging, name: 'api', spec };
    await expect(client.service.create(made)).rejects.toMatchObject(refused);
    await expect(client.deployment.preview({ serviceId, spec })).rejects.toMatchObject(refused);
    await world.owner.client.service.configure({ serviceId, spec });
    const told = world.lastEvent('service.configure')?.changes;
    expect(JSON.stringify(told)).toContain('ghcr.io/acme/web');
  });

  it('asks nothing of an account that another organization has', async () => {
    const other = await world.owner.client.organization.create({ name: 'Other' });
    await addRegistry(other.id);
    const { client } = sam();
    await client.service.configure({ serviceId: world.nodes.web, spec: built('ghcr.io/acme/web') });
  });

  it('stays where somebody edits the rest, and is left out of a copy by who may neither read it nor edit the source', async () => {
    const { nodes, owner } = world;
    const serviceId = nodes.web;
    await addRegistry();
    const spec = built('ghcr.io/acme/web');
    await owner.client.service.configure({ serviceId, spec });
    await sam().client.service.configure({ serviceId, spec: built('ghcr.io/acme/web', { replicas: 3 }) });
    await owner.client.service.configure({ serviceId, spec });
    const permissions = ['project.read', 'environment.read', 'service.read', 'service.create'] as const;
    world.custom('Copyist', { reach: 'organization', permissions });
    const copy = { serviceId, environmentId: nodes.production };
    const without = await world.join('Copyist', 'Cora').client.service.duplicate({ ...copy, name: 'one' });
    expect(without.spec).toEqual(built());
    const whole = await owner.client.service.duplicate({ ...copy, name: 'two' });
    expect(whole.spec).toEqual(spec);
  });

  it('keeps its registry from being deleted, which tells who uses it', async () => {
    const { client } = world.owner;
    const { id: registryId } = await addRegistry();
    await client.service.configure({ serviceId: world.nodes.web, spec: built('ghcr.io/acme/web') });
    const uses = [expect.objectContaining({ serviceId: world.nodes.web, image: 'ghcr.io/acme/web' })];
    expect(await client.registry.usage({ registryId })).toEqual(uses);
    const deleting = client.registry.delete({ registryId });
    await expect(deleting).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['ghcr.io/acme/web:1', 'ghcr.io/acme/web@sha256:0', 'ghcr.io/Acme', 'a b', "web'\n", ''])(
    'is refused as %j, with its field',
    (pushTo) => {
      const issues = ServiceSpec.safeParse({ ...built(), source: { ...Object(built()).source, pushTo } })
        .error?.issues;
      expect(issues?.map(({ path }) => path.join('.'))).toContain('source.pushTo');
    },
  );
});
