import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createOwnedCore, createTestCore, type TestClient } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { soonMs } from '#test/support/soon.ts';

let core: Core;
let client: TestClient;
let host: InProcessHost;
let organizationId: string;
beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
  host = await serveInProcess(core, { stopMs: 500 });
});
afterEach(async () => {
  await host.close();
  await core.close();
});

describe('the REST interface', () => {
  it('creates, reads, changes and deletes with the status codes of HTTP', async () => {
    const made = await host.rest('project.create', { organizationId, name: 'Shop' });
    expect([made.status, made.type]).toEqual([201, 'application/json']);
    const projectId = String(made.body.id);
    expect((await host.rest('project.update', { projectId, name: 'Store' })).body).toMatchObject({
      name: 'Store',
    });
    expect((await host.rest('project.get', { projectId })).body).toMatchObject({ name: 'Store' });
    expect((await host.rest('project.delete', { projectId, typedName: 'Store' })).status).toBe(200);
    expect((await host.rest('project.get', { projectId })).status).toBe(404);
  });

  it('answers a bad input with the field that is wrong', async () => {
    const answer = await host.rest('project.create', { organizationId, name: '' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      type: 'urn:quayside:problem:INVALID_INPUT',
      code: 'INVALID_INPUT',
      detail: 'name: must not be empty',
      data: { issues: [{ path: 'name', message: 'must not be empty' }] },
    });
  });

  it('refuses fields that it does not know, in bodies and queries', async () => {
    expect((await host.rest('project.create', { organizationId, name: 'x', extra: 1 })).status).toBe(400);
    expect((await host.rest('project.list', { organizationId, token: 'x' })).status).toBe(400);
    const polluted = '{"name":"x","__proto__":{"isAdmin":true}}';
    const response = await fetch(`${host.url}/api/v1/organizations/${organizationId}/projects`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
      body: polluted,
    });
    expect(response.status).toBe(400);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it('answers a clash with 409 and the field', async () => {
    await host.rest('project.create', { organizationId, name: 'Shop' });
    const answer = await host.rest('project.create', { organizationId, name: 'SHOP' });
    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT']);
    expect(answer.body.data).toMatchObject({ field: 'name' });
  });

  it('keeps every character of what it stores', async () => {
    const name = 'Ünïcødé 🚢 “quotes” ; id>m $(x) `y`';
    const made = await host.rest('project.create', { organizationId, name });
    expect(made.body.name).toBe(name);
    expect((await client.project.get({ projectId: String(made.body.id) })).name).toBe(name);
  });
});

describe('a store that nobody has set up', () => {
  it('answers who is there, takes the first run, and lets its owner go on over the same socket', async () => {
    const empty = await createTestCore();
    const other = await serveInProcess(empty.core);
    const socket = await other.socket();
    expect((await other.rest('session.current', {})).body).not.toHaveProperty('account');
    const refused = await other.rest('organization.list', {});
    expect([refused.status, refused.body.code]).toEqual([401, 'UNAUTHENTICATED']);
    await expect(socket.client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const owner = { name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' };
    expect((await other.rest('session.firstRun', owner)).status).toBe(201);
    expect(await socket.client.organization.list()).toMatchObject([{ name: 'Acme', role: 'Owner' }]);
    expect((await other.rest('session.firstRun', owner)).status).toBe(409);
    await socket.close();
    await other.close();
    await empty.core.close();
  });
});

describe('JSON made to do harm', () => {
  const post = (body: string) =>
    fetch(`${host.url}/api/v1/organizations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
      body,
    });
  it('nested a million times is refused like any other wrong value', async () => {
    const response = await post(`{"name":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      400,
      'INVALID_INPUT',
    ]);
  });

  it('with a hundred thousand fields is refused in no time', async () => {
    const fields = Array.from({ length: 100_000 }, (_, at) => `"f${at}":1`).join(',');
    const since = performance.now();
    const response = await post(`{${fields}}`);
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(10_000_000);
    expect(performance.now() - since).toBeLessThan(soonMs);
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'idempotency-key': 'k1' };
  const create = (name: string) => host.rest('project.create', { organizationId, name }, key);

  it('gives the first answer again instead of doing it twice', async () => {
    const [first, second] = [await create('Shop'), await create('Shop')];
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await client.project.list({ organizationId })).toHaveLength(1);
  });

  it('does it once when ten arrive at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('Shop')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(await client.project.list({ organizationId })).toHaveLength(1);
  });

  it('is a conflict with another input, and does nothing then', async () => {
    await create('Shop');
    const answer = await create('Other');
    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT']);
    expect(await client.project.list({ organizationId })).toHaveLength(1);
  });

  it('must be a word of 1 to 255 characters', async () => {
    const answer = await host.rest(
      'project.create',
      { organizationId, name: 'x' },
      { 'idempotency-key': 'k'.repeat(256) },
    );
    expect(answer.status).toBe(400);
  });
});

describe('a stream over REST', () => {
  const follow = async (): Promise<{ read(): Promise<string>; stop(): Promise<void> }> => {
    const response = await fetch(`${host.url}/api/v1/organizations/${organizationId}/changes`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    return {
      read: async () => (await reader?.read())?.value ?? '',
      stop: async () => reader?.cancel(),
    };
  };

  it('is server-sent events, one for each item', async () => {
    const stream = await follow();
    expect(await stream.read()).toBe('event: message\ndata: []\n\n');
    const { id } = await client.project.create({ organizationId, name: 'Shop' });
    let text = '';
    while (!text.includes(id)) text += await stream.read();
    expect(text).toContain('event: message\ndata: [{"kind":"project"');
    await stream.stop();
  });

  it('is refused with a problem before it begins', async () => {
    const answer = await host.rest('changes.watch', { organizationId: 'org_none' });
    expect([answer.status, answer.type]).toEqual([404, 'application/problem+json']);
  });

  it('ends with a problem when what it watches goes', async () => {
    const other = await client.organization.create({ name: 'Other' });
    const response = await fetch(`${host.url}/api/v1/organizations/${other.id}/changes`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    const all = response.text();
    await client.organization.delete({ organizationId: other.id, typedName: 'Other' });
    const last = (await all).trimEnd().split('\n\n').at(-1) ?? '';
    expect(last).toMatch(/^event: error\ndata: /);
    expect(JSON.parse(last.slice(last.indexOf('{')))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});

describe('a WebSocket', () => {
  it('reads the headers of each request, such as the idempotency key', async () => {
    const socket = await host.socket({ 'idempotency-key': 'k1' });
    const first = await socket.client.project.create({ organizationId, name: 'Shop' });
    expect(await socket.client.project.create({ organizationId, name: 'Shop' })).toEqual(first);
    expect(await client.project.list({ organizationId })).toHaveLength(1);
    await socket.close();
  });

  it('holds a stream back whose reader acknowledges nothing', async () => {
    const socket = await host.socket({ 'x-stream-id': 's1' });
    const watching = await socket.client.changes.watch({ organizationId });
    const names: string[] = [];
    const reading = (async () => {
      for await (const batch of watching) names.push(...batch.map(({ nodeId }) => nodeId));
    })();
    const made: string[] = [];
    for (let at = 0; at < 40; at += 1) {
      made.push((await client.project.create({ organizationId, name: `p${at}` })).id);
      await socket.client.session.current();
    }
    expect(names.length).toBeLessThan(made.length);
    while (!made.every((id) => names.includes(id))) {
      await socket.client.changes.acknowledge({ streamId: 's1', received: 1_000 });
    }
    await socket.close();
    await reading.catch(() => undefined);
  });

  it('carries the same operations', async () => {
    const socket = await host.socket();
    const project = await socket.client.project.create({ organizationId, name: 'Shop' });
    expect((await host.rest('project.get', { projectId: project.id })).body).toMatchObject({ name: 'Shop' });
    const watching = await socket.client.changes.watch({ organizationId });
    expect((await watching.next()).value).toEqual([]);
    await host.rest('project.update', { projectId: project.id, name: 'Store' });
    expect((await watching.next()).value).toMatchObject([{ nodeId: project.id, verb: 'updated' }]);
    await watching.return(undefined);
    await socket.close();
  });

  it('ends a stream with the code of the reason when access to it goes', async () => {
    const socket = await host.socket();
    const other = await client.organization.create({ name: 'Other' });
    const watching = await socket.client.changes.watch({ organizationId: other.id });
    await watching.next();
    const drained = (async () => {
      for await (const _ of watching);
    })();
    await client.organization.delete({ organizationId: other.id, typedName: 'Other' });
    await expect(drained).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await socket.close();
  });
});

describe('the OpenAPI description', () => {
  it('is served without a token, as JSON', async () => {
    const response = await fetch(`${host.url}/api/v1/openapi.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });
});
