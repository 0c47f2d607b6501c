import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { addServer } from '#test/support/populate.ts';

let made: Awaited<ReturnType<typeof createOwnedCore>>;
let host: InProcessHost;
let ids: Record<string, string>;
beforeAll(async () => {
  made = await createOwnedCore();
  host = await serveInProcess(made.core);
  const { organizationId, client } = made;
  const project = await client.project.create({ organizationId, name: 'Shop' });
  const environmentId = (await client.environment.list({ projectId: project.id }))[0]?.id ?? '';
  const service = await client.service.create({ environmentId, name: 'web' });
  ids = { organizationId, projectId: project.id, environmentId, serviceId: service.id };
});
afterAll(async () => {
  await host.close();
  await made.core.close();
});

const ask = (method: string, path: string, body?: object) =>
  fetch(`${host.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${host.token}`,
      connection: 'close',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

describe('what is made', () => {
  it('is answered 201 with its address, which answers', async () => {
    const response = await ask('POST', `/organizations/${ids.organizationId}/projects`, { name: 'Blog' });
    const { id } = (await response.json()) as { id: string };
    expect([response.status, response.headers.get('location')]).toEqual([201, `/api/v1/projects/${id}`]);
    expect((await ask('GET', `/projects/${id}`)).status).toBe(200);
  });

  it('with a secret that is told once is as well', async () => {
    const email = 'nora@example.com';
    const { roles } = {
      roles: await made.client.role.assignable({ organizationId: ids.organizationId ?? '' }),
    };
    const roleId = roles.at(-1)?.id;
    const response = await ask('POST', `/organizations/${ids.organizationId}/invitations`, {
      email,
      roleId,
      lifetimeHours: 48,
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toMatch(/^\/api\/v1\/invitations\/inv_/);
  });
});

describe('an empty value in a query', () => {
  it('is absent, and no number 0', async () => {
    const all = await ask('GET', `/organizations/${ids.organizationId}/audit?limit=`);
    expect(all.status).toBe(200);
    expect(((await all.json()) as { items: unknown[] }).items.length).toBeGreaterThan(1);
    const missing = await ask('GET', '/nodes/resolve?path=');
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ data: { issues: [{ path: 'path' }] } });
  });
});

describe('bad input to a stream', () => {
  const streams = operations.filter(({ meta }) => meta.effect === 'stream');

  it.each(streams)('of $name is a refusal of its own, and no event', async ({ path, pathParameters }) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'none');
    const response = await ask('GET', `${filled}?tail=nonsense&nonsense=1&columns=-1`);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect([400, 404]).toContain(response.status);
    if (pathParameters.every((name) => name in ids)) expect(response.status).toBe(400);
    await response.body?.cancel();
  });
});

describe('a stream of a server that cannot be reached', () => {
  it('fails by that name, and not as a bug', async () => {
    const serverId = made.core.services.store.write((tx) => addServer(tx, made.organizationId, 'gone'));
    const response = await ask('GET', `/servers/${serverId}/gauges`);
    expect([200, 502]).toContain(response.status);
    expect(await response.text()).toContain('"code":"UNREACHABLE"');
  });
});

describe('a set of changes', () => {
  it('that changes nothing is refused in words', async () => {
    const [member] = await made.client.member.list({ organizationId: ids.organizationId ?? '' });
    const response = await ask('PATCH', `/members/${member?.id}/grants`, {});
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('name at least one of add, update, remove');
  });
});

describe('a row of the list of organizations', () => {
  it('carries no list of permissions', async () => {
    const [row] = (await (await ask('GET', '/organizations')).json()) as object[];
    expect(row).not.toHaveProperty('permissions');
    expect(row).not.toHaveProperty('grants');
  });
});
