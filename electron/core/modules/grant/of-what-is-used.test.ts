import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { goodToken, startGitProvider } from '#test/support/git-provider-server.ts';
import { openMemberWorld, type Person } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';

// Dokploy calls these accessedGitProviders and accessedServers: of several, somebody is to use some.

const clock = { now: Date.now() };
const world = openMemberWorld({ now: () => clock.now });

/** What Ann may do in the shop, and on each server and provider that is granted to her. */
const held: readonly Permission[] = [
  ...(['project.read', 'environment.read', 'deployment.create'] as const),
  ...(['service.read', 'service.create', 'service.update', 'serviceVariables.read'] as const),
  ...(['server.read', 'server.terminal', 'docker.read', 'docker.manage'] as const),
  'gitProvider.read',
];

const joinWith = async (nodeIds: readonly string[], endsAt?: string): Promise<Person> => {
  world.custom('Builder', { level: 10, reach: 'granted', permissions: held });
  const ann = world.join('Builder', 'Ann');
  const add = [
    { nodeId: world.nodes.shop },
    ...nodeIds.map((nodeId) => ({ nodeId, ...(endsAt === undefined ? {} : { endsAt }) })),
  ];
  await world.owner.client.member.changeGrants({ memberId: ann.memberId, add });
  return ann;
};

/** Takes from somebody what was granted to them, but for the shop. */
const takeBack = async ({ memberId }: Person): Promise<void> => {
  const { client } = world.owner;
  const grants = await client.member.grants({ memberId });
  const remove = grants.flatMap(({ id, scope }) => (scope.nodeId === world.nodes.shop ? [] : [id]));
  await client.member.changeGrants({ memberId, remove });
};

/** Whoever owns another organization of the same host, with a place of their own to use things in. */
const stranger = async (): Promise<{ client: TestClient; organizationId: string; serviceId: string }> => {
  const { client } = world.owner;
  const other = await client.organization.create({ name: 'Other' });
  const { id: projectId } = await client.project.create({ organizationId: other.id, name: 'theirs' });
  const environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
  const eve = addAccount(world.core, { organizationId: other.id, role: 'Admin', name: 'Eve' });
  const { id: serviceId } = await client.service.create({ environmentId, name: 'web' });
  return { client: clientOf(world.core, eve), organizationId: other.id, serviceId };
};

const imageSpec = { source: { type: 'image' as const, image: 'nginx:1.27' } };
const url = 'https://github.com/acme/web.git';
const gitSpec = (buildServerId?: string) => ({
  source: {
    type: 'git' as const,
    url,
    ref: { type: 'branch' as const, name: 'main' },
    ...(buildServerId === undefined ? {} : { buildServerId }),
  },
});
const composeSpec = {
  type: 'compose' as const,
  files: [{ path: 'compose.yaml', text: 'services: {a: {image: "a:1"}}' }],
};

type Uses = Readonly<Record<string, () => Promise<unknown>>>;

const first = async (opened: Promise<AsyncIterator<unknown>>): Promise<void> => {
  const stream = await opened;
  await stream.next();
  await stream.return?.();
};

/** Everything that uses a server, at a service and in its environment. */
const usesOfServer = (
  client: TestClient,
  serverId: string,
  {
    organizationId,
    environmentId,
    serviceId,
  }: Record<'organizationId' | 'environmentId' | 'serviceId', string>,
): Uses => {
  const size = { columns: 80, rows: 24 };
  const containerId = 'a'.repeat(12);
  const projects = [{ project: 'old' }];
  const from = { baseUrl: 'https://127.0.0.1:1', accessToken: 'none' };
  return {
    show: () => client.server.get({ serverId }),
    check: () => client.server.check({ serverId }),
    connect: () => client.server.connect({ serverId }),
    inventory: () => client.server.inventory({ serverId }),
    found: () => client.found.list({ serverId }),
    'build a new one there': () =>
      client.service.create({ environmentId, name: 'built', spec: gitSpec(serverId) }),
    'build there': () => client.service.configure({ serviceId, spec: gitSpec(serverId) }),
    'run a new one there': () =>
      client.service.create({ environmentId, name: 'placed', serverId, spec: imageSpec }),
    'run there': () => client.service.configure({ serviceId, serverId, spec: imageSpec }),
    'move there': () => client.service.planMove({ serviceId, environmentId, serverId }),
    'deploy there': () => client.deployment.preview({ serviceId, serverId, spec: imageSpec }),
    'resolve variables there': () => client.serviceVariables.resolved({ serviceId, serverId }),
    'import files': () =>
      client.service.import({ environmentId, serverId, projects: [{ name: 'stack', spec: composeSpec }] }),
    'import from Dokploy': () => client.dokploy.import({ organizationId, serverId, ...from }),
    adopt: () => client.found.adopt({ environmentId, serverId, projects }),
    'accept what asks for root': () =>
      client.service.acceptFinding({ serviceId, serverId, finding: 'a'.repeat(32), reason: 'it is ours' }),
    volumes: () => client.volume.listOnServer({ serverId }),
    'look into a volume': () => client.volume.browseOnServer({ serverId, volumeName: 'v' }),
    'remove a volume': () => client.volume.removeFromServer({ serverId, volumeName: 'v', typedName: 'v' }),
    'open a shell': () => first(client.terminal.server({ serverId, ...size })),
    'open a shell in a container': () => first(client.terminal.container({ serverId, containerId, ...size })),
    'follow a container': () => first(client.server.containerLogs({ serverId, containerId })),
  };
};

/** Everything that uses a git provider, at a service whose source is at it. */
const usesOfProvider = (client: TestClient, gitProviderId: string, serviceId: string): Uses => ({
  show: () => client.gitProvider.get({ gitProviderId }),
  test: () => client.gitProvider.test({ gitProviderId }),
  'list repositories': () => client.gitProvider.repositories({ gitProviderId }),
  'list branches': () => client.gitProvider.branches({ gitProviderId, repository: 'acme/app-1' }),
  'list what uses it': () => client.gitProvider.usage({ gitProviderId }),
  'fetch by it': () => client.service.setGitProvider({ serviceId, gitProviderId }),
  'make a deploy key by it': () =>
    client.service.addDeployKey({ serviceId, gitProviderId, repository: 'acme/app-1' }),
  'make a webhook by it': () => client.autoDeploy.installWebhook({ serviceId, gitProviderId }),
});

const changesOfProvider = (client: TestClient, gitProviderId: string): Uses => ({
  rename: () => client.gitProvider.update({ gitProviderId, name: 'Mine' }),
  delete: () => client.gitProvider.delete({ gitProviderId }),
});

/** How each of them is answered, one after the other. */
const answersOf = async (uses: Uses): Promise<Record<string, string>> => {
  const answers: Record<string, string> = {};
  for (const [name, use] of Object.entries(uses)) answers[name] = await codeOf(use());
  return answers;
};
const each = (uses: Uses, code: string): Record<string, string> =>
  Object.fromEntries(Object.keys(uses).map((name) => [name, code]));

/** What a right would refuse; whatever else stands in the way of a use is no matter of who asks. */
const refusals = new Set(['NOT_FOUND', 'FORBIDDEN']);
const refusedOf = (answers: Record<string, string>): string[] =>
  Object.entries(answers).flatMap(([name, code]) => (refusals.has(code) ? [name] : []));

describe('of several servers, whoever was granted one', () => {
  const server = (name: string): string =>
    world.core.services.store.write((tx) => addServer(tx, world.organizationId, name));
  const place = () => ({
    organizationId: world.organizationId,
    environmentId: world.nodes.staging,
    serviceId: world.nodes.web,
  });

  it('uses that one for all that their role holds there, and neither finds nor uses another', async () => {
    const [one, two] = [server('one'), server('two')];
    const ann = await joinWith([one]);
    const { organizationId } = world;
    expect((await ann.client.server.list({ organizationId })).map(({ name }) => name)).toEqual(['one']);
    const { nodes } = await ann.client.tree.get({ organizationId });
    expect(nodes.flatMap(({ kind, name }) => (kind === 'server' ? [name] : []))).toEqual(['one']);
    const others = usesOfServer(ann.client, two, place());
    expect(await answersOf(others)).toEqual(each(others, 'NOT_FOUND'));
    // what it brings in are projects, and those she may make nowhere
    const { 'import from Dokploy': _, ...uses } = usesOfServer(ann.client, one, place());
    const answers = await answersOf(uses);
    expect(refusedOf(answers)).toEqual([]);
    expect(answers).toMatchObject({ 'build there': 'answered', 'run there': 'answered' });
    expect(answers).toMatchObject({ 'import files': 'answered', 'move there': 'answered' });
  });

  it('uses it no more from the moment that the grant is taken', async () => {
    const one = server('one');
    const ann = await joinWith([one]);
    const uses = usesOfServer(ann.client, one, place());
    expect(await codeOf(ann.client.server.get({ serverId: one }))).toBe('answered');
    await takeBack(ann);
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
  });

  it('uses it no more from the instant at which the grant ends', async () => {
    const one = server('one');
    const endsAt = clock.now + 3_600_000;
    const ann = await joinWith([one], new Date(endsAt).toISOString());
    const uses = usesOfServer(ann.client, one, place());
    clock.now = endsAt - 1;
    expect(await codeOf(ann.client.server.get({ serverId: one }))).toBe('answered');
    clock.now = endsAt;
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
  });

  it('says nothing of it to the head of another organization', async () => {
    const one = server('one');
    const { client, organizationId, serviceId } = await stranger();
    const environmentId = (await client.service.get({ serviceId })).environmentId;
    const uses = usesOfServer(client, one, { organizationId, environmentId, serviceId });
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
  });
});

describe('of several git providers, whoever was granted one', () => {
  const add = (name: string, baseUrl: string): Promise<{ id: string }> => {
    const { organizationId } = world;
    return world.owner.client.gitProvider.create({
      organizationId,
      name,
      type: 'gitea',
      baseUrl,
      accessToken: goodToken,
    });
  };

  it('picks from that one, and neither finds, uses, tries nor changes another', async () => {
    await using forge = await startGitProvider('gitea');
    const [one, two] = [await add('One', forge.baseUrl), await add('Two', forge.baseUrl)];
    const ann = await joinWith([one.id]);
    const { organizationId } = world;
    const { web } = world.nodes;
    expect((await ann.client.gitProvider.list({ organizationId })).map(({ name }) => name)).toEqual(['One']);
    const others = { ...usesOfProvider(ann.client, two.id, web), ...changesOfProvider(ann.client, two.id) };
    expect(await answersOf(others)).toEqual(each(others, 'NOT_FOUND'));
    expect(forge.asked).toEqual([]);
    const answers = await answersOf(usesOfProvider(ann.client, one.id, web));
    expect(refusedOf(answers)).toEqual([]);
    expect(forge.deployKeys).toHaveLength(1);
    const changes = changesOfProvider(ann.client, one.id);
    expect(await answersOf(changes)).toEqual(each(changes, 'FORBIDDEN'));
  });

  it('uses it no more from the moment that the grant is taken, or that it ends', async () => {
    await using forge = await startGitProvider('gitea');
    const { id } = await add('One', forge.baseUrl);
    const endsAt = clock.now + 3_600_000;
    const ann = await joinWith([id], new Date(endsAt).toISOString());
    const uses = { ...usesOfProvider(ann.client, id, world.nodes.web), ...changesOfProvider(ann.client, id) };
    clock.now = endsAt;
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
    const { memberId } = ann;
    const { client } = world.owner;
    const ended = (await client.member.grants({ memberId })).find(({ isOver }) => isOver);
    const update = [{ grantId: ended?.id ?? '', endsAt: null }];
    await client.member.changeGrants({ memberId, update });
    expect(await codeOf(ann.client.gitProvider.test({ gitProviderId: id }))).toBe('answered');
    await takeBack(ann);
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
  });

  it('says nothing of it to the head of another organization', async () => {
    await using forge = await startGitProvider('gitea');
    const { id } = await add('One', forge.baseUrl);
    const { client, serviceId } = await stranger();
    const uses = { ...usesOfProvider(client, id, serviceId), ...changesOfProvider(client, id) };
    expect(await answersOf(uses)).toEqual(each(uses, 'NOT_FOUND'));
    expect(forge.asked).toEqual([]);
  });
});
