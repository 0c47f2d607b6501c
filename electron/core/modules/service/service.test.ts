import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
let projectId: string;
let production: string;

beforeEach(async () => {
  const made = await createOwnedCore();
  ({ core, client, organizationId } = made);
  projectId = (await client.project.create({ organizationId, name: 'Shop' })).id;
  production = (await client.environment.list({ projectId }))[0]?.id ?? '';
});
afterEach(() => core.close());

const spec = { source: { type: 'image' as const, image: 'nginx:1' } };

describe('a service', () => {
  it('is configured by version, and a clash names the newer one', async () => {
    const { id, version } = await client.service.create({ environmentId: production, name: 'web' });
    const saved = await client.service.configure({ serviceId: id, spec, version });
    expect(saved).toMatchObject({ version: version + 1, spec: { replicas: 1 } });
    await expect(client.service.configure({ serviceId: id, spec, version })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'version' },
    });
  });

  it('tells in the trail which files were saved anew, and nothing that stands in them', async () => {
    const filed = (content: string) => ({
      ...spec,
      mounts: [{ type: 'file' as const, target: '/etc/app.conf', content }],
    });
    const stacked = (env: string) => ({
      type: 'compose' as const,
      files: [
        { path: 'compose.yaml', text: 'services: { web: { image: "nginx:1" } }' },
        { path: '.env', text: env },
      ],
    });
    const { id: file } = await client.service.create({ environmentId: production, name: 'filed' });
    const { id: stack } = await client.service.create({
      environmentId: production,
      name: 'stack',
      type: 'compose',
    });
    for (const text of ['PASSWORD=first', 'PASSWORD=other']) {
      await client.service.configure({ serviceId: file, spec: filed(text) });
      await client.service.configure({ serviceId: stack, spec: stacked(text) });
    }
    const { items } = await client.audit.list({ organizationId });
    const fields = items
      .filter(({ operation }) => operation === 'service.configure')
      .map(({ changes }) => changes.map(({ field }) => field));
    expect(fields.slice(0, 2)).toEqual([['file .env'], ['file /etc/app.conf']]);
    expect(fields[3]).toContain('mounts');
    expect(JSON.stringify(items)).not.toMatch(/PASSWORD|nginx:1" }/);
  });

  it('cannot publish one port twice, neither from the beginning nor later', async () => {
    const { id } = await client.service.create({ environmentId: production, name: 'web' });
    const port = { containerPort: 80, hostPort: 8080 };
    const twice = { ...spec, ports: [port, { ...port, containerPort: 81 }] };
    const refused = {
      code: 'INVALID_INPUT',
      data: { issues: [expect.objectContaining({ path: 'spec.ports.1.hostPort' })] },
    };
    await expect(client.service.configure({ serviceId: id, spec: twice })).rejects.toMatchObject(refused);
    await expect(
      client.service.create({ environmentId: production, name: 'other', spec: twice }),
    ).rejects.toMatchObject(refused);
    expect(await client.service.list({ environmentId: production })).toHaveLength(1);
  });

  it('moves to another environment, and its path with it', async () => {
    const { id } = await client.service.create({ environmentId: production, name: 'web' });
    const staging = await client.environment.create({ projectId, name: 'staging' });
    await client.service.move({ serviceId: id, environmentId: staging.id });
    expect((await client.tree.resolve({ path: 'Acme/Shop/staging/web' })).id).toBe(id);
    await expect(client.tree.resolve({ path: 'Acme/Shop/production/web' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('does not move where its name is taken, and stays where it was', async () => {
    const { id } = await client.service.create({ environmentId: production, name: 'web' });
    const staging = await client.environment.create({ projectId, name: 'staging' });
    await client.service.create({ environmentId: staging.id, name: 'WEB' });
    await expect(client.service.move({ serviceId: id, environmentId: staging.id })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'name' },
    });
    expect((await client.service.get({ serviceId: id })).environmentId).toBe(production);
  });

  it('is copied with its configuration and plain variables, without secrets and held ports', async () => {
    const { id } = await client.service.create({ environmentId: production, name: 'web' });
    const ports = [{ containerPort: 80, hostPort: 8080 }];
    await client.service.configure({ serviceId: id, spec: { ...spec, ports } });
    const variables = [
      { name: 'PLAIN', value: '1' },
      { name: 'SECRET', value: '2', isSecret: true },
    ];
    await client.serviceVariables.replace({ serviceId: id, variables });
    const copy = await client.service.duplicate({ serviceId: id, environmentId: production, name: 'web 2' });
    expect(copy.spec).toMatchObject({ ports: [{ containerPort: 80, protocol: 'tcp' }] });
    expect(
      (await client.serviceVariables.list({ serviceId: copy.id })).variables.map(({ name }) => name),
    ).toEqual(['PLAIN']);
  });

  it('makes and stores deploy keys whose private half never comes back', async () => {
    const { id } = await client.service.create({ environmentId: production, name: 'web' });
    const { deployKey } = await client.service.setDeployKey({ serviceId: id });
    expect(deployKey).toMatch(/^ssh-ed25519 AAAA/);
    expect(JSON.stringify(await client.service.get({ serviceId: id }))).not.toContain('PRIVATE');
    await expect(
      client.service.setDeployKey({ serviceId: id, privateKey: 'not a key' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'privateKey' }] } });
  });
});

describe('deleting', () => {
  it('tells first what goes, by kind and by name', async () => {
    await client.service.create({ environmentId: production, name: 'web' });
    await client.service.create({ environmentId: production, name: 'api' });
    expect(await client.project.deletion({ projectId })).toMatchObject({
      name: 'Shop',
      contains: [
        { kind: 'environment', count: 1, examples: ['production'] },
        { kind: 'service', count: 2, examples: ['web', 'api'] },
      ],
      needsTypedName: true,
    });
  });

  it('says where nobody can tell which volumes would stay, and not that there are none', async () => {
    const { id: serviceId } = await client.service.create({ environmentId: production, name: 'web' });
    expect(await client.service.deletion({ serviceId })).toMatchObject({ volumes: [] });
    const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'silent'));
    await client.service.configure({ serviceId, serverId, spec });
    expect(await client.service.deletion({ serviceId })).toMatchObject({ volumes: null });
  });

  it('asks for the exact name, and takes everything below with it', async () => {
    await client.service.create({ environmentId: production, name: 'web' });
    await expect(client.project.delete({ projectId, typedName: 'shop' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'typedName' }] },
    });
    await client.project.delete({ projectId, typedName: 'Shop' });
    const { nodes } = await client.tree.get({ organizationId });
    expect(nodes.map(({ kind }) => kind)).toEqual(['organization']);
    const left = core.services.store.database.connection.prepare('SELECT count(*) AS n FROM service').get();
    expect(left).toEqual({ n: 0 });
  });

  it('asks for the name of a service in a protected environment only', async () => {
    const guarded = await client.service.create({ environmentId: production, name: 'web' });
    await expect(client.service.delete({ serviceId: guarded.id })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    const staging = await client.environment.create({ projectId, name: 'staging' });
    const free = await client.service.create({ environmentId: staging.id, name: 'web' });
    expect(await client.service.delete({ serviceId: free.id })).toEqual({ orphaned: [] });
  });

  it('keeps the last environment of a project', async () => {
    await expect(
      client.environment.delete({ environmentId: production, typedName: 'production' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('returns to the first run’s door when the last organization goes', async () => {
    await client.organization.delete({ organizationId, typedName: 'Acme' });
    const session = await client.session.current();
    expect(session.organizations).toEqual([]);
    expect((await client.organization.create({ name: 'Acme' })).role).toBe('Owner');
  });
});

describe('copying whole branches', () => {
  it('copies a project with its environments and services', async () => {
    await client.service.create({ environmentId: production, name: 'web', spec });
    await client.project.duplicate({ projectId, name: 'Shop 2' });
    expect(await client.tree.resolve({ path: 'Acme/Shop 2/production/web' })).toMatchObject({
      kind: 'service',
    });
  });

  it('copies an environment into another project', async () => {
    await client.service.create({ environmentId: production, name: 'web' });
    const other = await client.project.create({ organizationId, name: 'Blog' });
    await client.environment.duplicate({ environmentId: production, projectId: other.id, name: 'copy' });
    expect(await client.tree.resolve({ path: 'Acme/Blog/copy/web' })).toMatchObject({ kind: 'service' });
  });
});

describe('the place of an account', () => {
  it('is remembered for each organization, the last one first', async () => {
    const second = await client.organization.create({ name: 'Second' });
    await client.session.rememberPlace({ organizationId, place: '/acme/place' });
    await client.session.rememberPlace({ organizationId: second.id, place: '/second' });
    const session = await client.session.current();
    expect(session.places).toEqual({ [organizationId]: '/acme/place', [second.id]: '/second' });
    await expect(
      client.session.rememberPlace({ organizationId, place: 'https://evil' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
