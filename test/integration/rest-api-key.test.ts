import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { insertGrant } from '#core/access/index.ts';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { operations } from '#shared/contract/operations.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { sampleInput } from '#test/support/operations.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { soonMs } from '#test/support/soon.ts';

const day = 86_400_000;
let skew: number;
let standingStill: number | undefined;
let core: Core;
let owner: TestClient;
let host: InProcessHost;
let organizationId: string;
let place: Ids;
let sibling: Ids;
let logged: () => string;

beforeEach(async () => {
  skew = 0;
  standingStill = undefined;
  const made = await createOwnedCore({ now: () => (standingStill ?? Date.now()) + skew });
  ({ core, client: owner, organizationId } = made);
  ({ inScope: place, sibling } = populate(core, organizationId));
  logged = () => JSON.stringify(made.host.logged);
  host = await serveInProcess(core);
});
afterEach(async () => {
  await host.close();
  await core.close();
});

type Wanted = Partial<Parameters<TestClient['apiKey']['create']>[0]>;
const create = (client: TestClient, parts: Wanted = {}) =>
  client.apiKey.create({ organizationId, name: 'ci', expiresInDays: '30', ...parts });

const get = (secret: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${host.url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${secret}` } });
const statusOf = async (secret: string, path: string): Promise<number> => {
  const response = await get(secret, path);
  await response.body?.cancel();
  return response.status;
};
const json = async (secret: string, path: string) => (await (await get(secret, path)).json()) as never;
const projects = (): string => `/organizations/${organizationId}/projects`;

const admin = (): { id: string; client: TestClient } => {
  const id = addAccount(core, { organizationId, role: 'Admin', name: 'Ada Admin' });
  return { id, client: clientOf(core, id) };
};
const memberOf = (accountId: string) => {
  const { access } = core.services.store;
  const row = access.memberships.member(access.effective(accountId, organizationId)?.memberId ?? '');
  if (!row) throw new Error('no such member');
  return row;
};
/** Makes a member a Viewer in the store and in the index, as a change of role does. */
const demote = (accountId: string): void => {
  const { store } = core.services;
  const row = memberOf(accountId);
  const viewer = store.database.first(
    sql
      .selectFrom('node')
      .select('id')
      .where('kind', '=', 'role')
      .where('name', '=', 'Viewer')
      .where('parent_id', '=', organizationId),
  );
  const roleId = viewer?.id ?? '';
  store.write((tx) => {
    tx.database.run(sql.updateTable('member').set({ role_id: roleId }).where('id', '=', row.id));
    tx.afterCommit((access) => access.setMember({ ...row, roleId }));
  });
};

/** The service's log goes on until its reader is cut off; only its source is made up, no server being there. */
const endlessLog = async function* (_: string, __: unknown, signal: AbortSignal) {
  yield { lines: [{ at: '2026-11-21T00:00:00Z', stream: 'stdout', source: 'web.1', text: 'hello' }] };
  if (!signal.aborted) await once(signal, 'abort');
};

/** Opens a stream, and reads it to its end: how long that took and all that it said. */
const openStream = async (
  secret: string,
  path = `/organizations/${organizationId}/changes`,
): Promise<{ ended: Promise<{ ms: number; text: string }> }> => {
  const response = await get(secret, path);
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  const ended = (async () => {
    let text = first?.value ?? '';
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) text += next.value;
    return { at: performance.now(), text };
  })();
  const began = performance.now();
  return { ended: ended.then(({ at, text }) => ({ ms: at - began, text })) };
};

describe('a request with an API key', () => {
  it('is its holder’s, and the audit trail says by which key', async () => {
    const { client } = admin();
    const { secret, key } = await create(client);
    const answer = await host.rest(
      'project.create',
      { organizationId, name: 'By key' },
      { authorization: `Bearer ${secret}` },
    );
    expect(answer.status).toBe(201);
    const [event] = core.services.store.database.all(
      sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(1),
    );
    expect(event).toMatchObject({ actor_name: 'Ada Admin', operation: 'project.create', transport: 'http' });
    expect(JSON.stringify(event)).toContain(key.id);
    expect(logged()).not.toContain(secret.split('_')[1]);
  });

  it('is told 401 alike for a wrong checksum, a wrong prefix, an unknown and a revoked key', async () => {
    const { secret, key } = await create(owner);
    const other = await create(owner, { name: 'other' });
    expect(await statusOf(secret, projects())).toBe(200);
    await owner.apiKey.revoke({ apiKeyId: key.id });
    const swapped = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a');
    const unknown = other.secret.replace(/^qs_./, (start) => (start === 'qs_A' ? 'qs_B' : 'qs_A'));
    const answers = await Promise.all(
      [secret, swapped, unknown, 'qs_', 'qs_x'].map(async (each) => {
        const response = await get(each, projects());
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        return [response.status, await response.json()];
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
  });

  it('takes the key from the header alone: not from the address, nor from a cookie', async () => {
    const { secret } = await create(owner);
    for (const name of ['token', 'key', 'api_key', 'access_token', 'authorization']) {
      const response = await fetch(`${host.url}/api/v1${projects()}?${name}=${secret}`);
      // Unknown parameters are refused before anybody looks who asks; without them nobody is signed in.
      expect([400, 401]).toContain(response.status);
      expect(JSON.stringify(await response.json())).not.toContain(secret);
    }
    expect((await owner.apiKey.list({ organizationId })).every(({ usedAt }) => usedAt === undefined)).toBe(
      true,
    );
    const cookie = await fetch(`${host.url}/api/v1${projects()}`, { headers: { cookie: `token=${secret}` } });
    expect(cookie.status).toBe(401);
    const basic = Buffer.from(`${secret}:`).toString('base64');
    const asBasic = await fetch(`${host.url}/api/v1${projects()}`, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(asBasic.status).toBe(401);
  });

  it('opens no socket, where one request would be any number of calls', async () => {
    const { secret } = await create(owner);
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`, ['quayside', `token.${secret}`], {
      origin: host.url,
    });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(401);
  });

  it.each(operations.filter(({ meta }) => meta.personal))(
    'may not call $name, which is personal',
    async (operation) => {
      const { secret } = await create(owner);
      const input = sampleInput(operation, place);
      const answer = await host.rest(operation.name, input, { authorization: `Bearer ${secret}` });
      expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
      expect(answer.body.data).toMatchObject({ permission: operation.name });
    },
  );
});

describe('a key ends', () => {
  it('at the very instant, and then answers why', async () => {
    const { secret, key } = await create(owner, { expiresInDays: '1' });
    const end = Date.parse(key.expiresAt ?? '');
    skew = end - Date.now() - 120_000;
    expect(await statusOf(secret, projects())).toBe(200);
    skew += 120_000;
    const response = await get(secret, projects());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ data: { reason: expect.stringContaining('expired') } });
  });

  it('with the right of its holder to use keys, and not with another right', async () => {
    const { id, client } = admin();
    const { secret } = await create(client);
    expect(await statusOf(secret, projects())).toBe(200);
    demote(id);
    expect(await statusOf(secret, projects())).toBe(401);
  });

  it('and what it may shrinks with what its holder may', async () => {
    const { id, client } = admin();
    const { secret } = await create(client);
    const row = memberOf(id);
    demote(id);
    core.services.store.write((tx) =>
      tx.afterCommit((access) => access.setMember({ ...memberOf(id), extras: ['api.read'] })),
    );
    expect(row.roleId).not.toBe(memberOf(id).roleId);
    const made = await host.rest(
      'project.create',
      { organizationId, name: 'No more' },
      { authorization: `Bearer ${secret}` },
    );
    expect(made.status).toBe(403);
    expect(await statusOf(secret, projects())).toBe(200);
  });
});

describe('a stream that a key opened ends within a second', () => {
  it('of its revocation, and says so', async () => {
    const { secret, key } = await create(owner);
    const { ended } = await openStream(secret);
    await owner.apiKey.revoke({ apiKeyId: key.id });
    const { ms, text } = await ended;
    expect(ms).toBeLessThan(soonMs);
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED/);
  });

  it('of its expiry', async () => {
    const { secret } = await create(owner, { expiresInDays: '1' });
    const { ended } = await openStream(secret);
    skew = day;
    const { ms, text } = await ended;
    expect(ms).toBeLessThan(soonMs);
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED.*expired/);
  });

  it('of its holder’s demotion, suspension and removal', async () => {
    for (const end of ['demote', 'suspend', 'remove'] as const) {
      const { id, client } = admin();
      const { secret } = await create(client);
      const { ended } = await openStream(secret);
      const row = memberOf(id);
      if (end === 'demote') demote(id);
      if (end === 'suspend')
        core.services.store.write((tx) =>
          tx.afterCommit((access) => access.setMember({ ...row, isSuspended: true })),
        );
      if (end === 'remove') core.services.store.write((tx) => tx.removeNode(row.id));
      const { ms, text } = await ended;
      expect(ms).toBeLessThan(soonMs);
      expect(text).toContain('UNAUTHENTICATED');
    }
  });

  it('of its revocation while a log is read', async () => {
    Object.assign(core.services.deployments, { logs: endlessLog });
    const { secret, key } = await create(owner, { nodeIds: [place.environmentId ?? ''] });
    const { ended } = await openStream(secret, `/services/${place.serviceId}/logs`);
    await owner.apiKey.revoke({ apiKeyId: key.id });
    const { ms, text } = await ended;
    expect(ms).toBeLessThan(soonMs);
    expect(text).toContain('hello');
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED/);
  });

  it('of its holder losing the grant on what it reads, though the key itself stays good', async () => {
    Object.assign(core.services.deployments, { logs: endlessLog });
    const id = addAccount(core, { organizationId, role: 'Member', name: 'Mia Member' });
    const { store } = core.services;
    const grantId = store.write((tx) => {
      const row = memberOf(id);
      tx.afterCommit((access) => access.setMember({ ...row, extras: ['api.read'] }));
      const rest = { createdBy: null, teamId: null, tagIds: null, roleId: null, endsAt: null };
      return insertGrant(tx, { organizationId, memberId: row.id, nodeId: place.projectId ?? '', ...rest });
    });
    const { secret } = await create(clientOf(core, id));
    const { ended } = await openStream(secret, `/services/${place.serviceId}/logs`);
    store.write((tx) => tx.removeNode(grantId));
    expect((await ended).ms).toBeLessThan(soonMs);
    expect(await statusOf(secret, `/services/${place.serviceId}`)).toBe(404);
    expect(await statusOf(secret, '/session')).toBe(200);
  });
});

describe('a limit', () => {
  it('of 10 lets exactly 10 of 200 parallel requests through, and tells the rest when to come again', async () => {
    standingStill = Date.now();
    const { secret } = await create(owner, { rateLimit: { count: 10, windowSeconds: 60 } });
    const responses = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await get(secret, projects());
        return { status: response.status, headers: response.headers, body: await response.json() };
      }),
    );
    const passed = responses.filter(({ status }) => status === 200);
    const refused = responses.filter(({ status }) => status === 429);
    expect([passed.length, refused.length]).toEqual([10, 190]);
    const left = passed.map(({ headers }) => Number(headers.get('ratelimit-remaining')));
    expect(left.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { headers, body } of refused) {
      expect(body).toMatchObject({ code: 'LIMIT', data: { limit: 10 } });
      expect(headers.get('ratelimit-limit')).toBe('10');
      expect(headers.get('ratelimit-remaining')).toBe('0');
      expect(headers.get('retry-after')).toBe('60');
    }
    skew = 60_000;
    expect(await statusOf(secret, projects())).toBe(200);
  });

  it('counts before anything is done: what is beyond it changes nothing', async () => {
    const { secret } = await create(owner, { requestCap: { cap: 1 } });
    const makes = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        host.rest(
          'project.create',
          { organizationId, name: `p${at}` },
          { authorization: `Bearer ${secret}` },
        ),
      ),
    );
    expect(makes.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(makes.filter(({ status }) => status === 429)).toHaveLength(19);
    const names = (await owner.project.list({ organizationId })).map(({ name }) => name);
    expect(names.filter((name) => /^p\d+$/.test(name))).toHaveLength(1);
    const response = await get(secret, projects());
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('is counted for refused requests, too, and refills by the clock', async () => {
    const { secret } = await create(owner, {
      requestCap: { cap: 2, refillAmount: 1, refillEverySeconds: 60 },
    });
    expect(await statusOf(secret, '/projects/prj_nothing')).toBe(404);
    expect(await statusOf(secret, '/nothing')).toBe(404);
    expect(await statusOf(secret, projects())).toBe(429);
    skew = 60_000;
    expect(await statusOf(secret, projects())).toBe(200);
    expect(await statusOf(secret, projects())).toBe(429);
  });
});

describe('what a key with scopes is shown', () => {
  it('in lists, counts, tree and activity is what lies in them', async () => {
    const { secret } = await create(owner, { nodeIds: [place.environmentId ?? ''] });
    const tree = (await json(secret, `/organizations/${organizationId}/tree`)) as { nodes: { id: string }[] };
    const ids = tree.nodes.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(
      [organizationId, place.projectId, place.environmentId, place.serviceId].toSorted(),
    );
    const environments = (await json(secret, `/projects/${place.projectId}/environments`)) as {
      id: string;
    }[];
    expect(environments.map(({ id }) => id)).toEqual([place.environmentId]);
    const activity = (await json(secret, `/organizations/${organizationId}/activity`)) as { id: string }[];
    expect(activity.map(({ id }) => id)).not.toContain(sibling.deploymentId);
    expect(await statusOf(secret, `/services/${sibling.serviceId}`)).toBe(404);
    expect(await statusOf(secret, `/organizations/${organizationId}/api-keys`)).toBe(403);
  });

  it('of another organization is nothing: its ids are as unknown as random ones', async () => {
    const rival = core.services.store.write((tx) => {
      const values = { id: 'acc_rival', name: 'Rival', email: 'r@example.com', created_at: tx.now + 2 };
      tx.database.run(sql.insertInto('account').values(values));
      return 'acc_rival';
    });
    const other = await clientOf(core, rival).organization.create({ name: 'Rivals' });
    const foreign = populate(core, other.id).inScope;
    // The holder belongs there, too: the key does not.
    core.services.store.write((tx) => {
      const role = tx.database.first(
        sql
          .selectFrom('node')
          .select('id')
          .where('kind', '=', 'role')
          .where('name', '=', 'Admin')
          .where('parent_id', '=', other.id),
      );
      const accountId = core.openSession({ transport: 'in-process' }).context.whoAsks().accountId;
      const id = tx.createNode({ kind: 'member', parentId: other.id, name: null });
      const roleId = role?.id ?? '';
      const row = { organization_id: other.id, account_id: accountId, role_id: roleId };
      tx.database.run(sql.insertInto('member').values({ id, ...row, created_at: tx.now }));
      tx.afterCommit((access) =>
        access.setMember({ id, organizationId: other.id, accountId, roleId, extras: [], isSuspended: false }),
      );
    });
    await owner.service.get({ serviceId: foreign.serviceId ?? '' });
    const { secret } = await create(owner);
    const answer = async (id: string) => {
      const response = await get(secret, `/services/${id}`);
      return [response.status, JSON.stringify(await response.json()).replaceAll(id, 'ID')];
    };
    expect(await answer(foreign.serviceId ?? '')).toEqual(await answer(`svc_${'0'.repeat(26)}`));
    expect(await statusOf(secret, `/organizations/${other.id}/tree`)).toBe(404);
    const organizations = (await json(secret, '/organizations')) as { id: string }[];
    expect(organizations.map(({ id }) => id)).toEqual([organizationId]);
    await owner.session.rememberPlace({ organizationId: other.id, place: `/o/${other.id}` });
    expect(JSON.stringify(await json(secret, '/session'))).not.toContain(other.id);
    await expect(create(owner, { name: 'x', nodeIds: [foreign.serviceId ?? ''] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
