import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { addStranger, type Stranger } from '#test/support/strangers.ts';

let core: Core;
let owner: TestClient;
let ids: Ids;
let organizationId: string;
let stranger: Stranger;
let host: InProcessHost;

beforeAll(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  ids = populate(core, organizationId).inScope;
  stranger = await addStranger(core);
  host = await serveInProcess(core);
});
afterAll(async () => {
  await host.close();
  await core.close();
});

/** One request as `curl` would send it. */
async function send(method: string, path: string, body?: unknown, token = host.token) {
  const response = await fetch(`${host.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: (await response.json()) as never,
  };
}

describe('REST takes names where it takes ids', () => {
  it('in its paths, percent-encoded', async () => {
    const web = encodeURIComponent('acme/Shop/staging/web');
    expect(await send('GET', `/services/${web}`)).toMatchObject({ status: 200, body: { id: ids.serviceId } });
    const made = await send('POST', '/organizations/acme/projects', { name: 'Second' });
    expect(made).toMatchObject({
      status: 201,
      location: expect.stringMatching(/^\/api\/v1\/projects\/prj_\w+$/),
    });
  });

  it('in a query', async () => {
    const query = new URLSearchParams({
      permission: 'project.read',
      nodeId: 'acme/Shop',
      memberId: 'acme/Target',
    });
    const answer = await send('GET', `/organizations/${organizationId}/access/explanation?${query}`);
    expect(answer).toMatchObject({ status: 200, body: { isAllowed: true } });
  });

  it('inside of a body, with what has no organization in front looked for in that of the call', async () => {
    const member = encodeURIComponent('acme/Target');
    const add = [
      { nodeId: 'acme/Shop/staging', roleId: 'Developer' },
      { tagIds: ['Ring/Canary'], roleId: 'acme/Custom' },
    ];
    const changed = await send('PATCH', `/members/${member}/grants`, { add });
    expect([changed.status, changed.body]).toEqual([200, expect.anything()]);
    const grants = await owner.member.grants({ memberId: ids.memberId ?? '' });
    expect(JSON.stringify(grants)).toContain(ids.environmentId);
    expect(JSON.stringify(grants)).toContain(ids.tagId);
  });

  it('and names the field, the value and the cure where nothing is called so', async () => {
    const answer = await send('PUT', `/members/${ids.memberId}/role`, { roleId: 'Develper' });
    expect(answer).toMatchObject({
      status: 404,
      body: {
        code: 'NOT_FOUND',
        detail:
          'There is no role Develper. Give the id of a role that you may see, or a name such as acme/Developer.',
        data: { kind: 'role', id: 'Develper', field: 'roleId' },
      },
    });
  });

  it('and says what a name may mean where it may mean two things', async () => {
    await owner.project.create({ organizationId, name: 'srv-staging' });
    const query = new URLSearchParams({ permission: 'logs.read', nodeId: 'acme/srv-staging' });
    const answer = await send('GET', `/organizations/acme/access/explanation?${query}`);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_INPUT',
        data: { issues: [{ path: 'nodeId', message: expect.stringContaining('a server (srv_') }] },
      },
    });
  });

  it('but not on a WebSocket, where ids alone are meant', async () => {
    const socket = await host.socket();
    await expect(socket.client.project.get({ projectId: 'acme/Shop' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await socket.close();
  });
});

describe('a name that a key may not know of', () => {
  const keyOf = async (client: TestClient, more: { organizationId?: string; nodeIds?: string[] } = {}) => {
    const at = more.organizationId ?? organizationId;
    return (
      await client.apiKey.create({
        name: `key ${Math.random()}`.slice(0, 20),
        expiresInDays: '1',
        ...more,
        organizationId: at,
      })
    ).secret;
  };

  it('answers another organization as what nothing is called', async () => {
    const secret = await keyOf(stranger.client, { organizationId: stranger.organizationId });
    const answers = await Promise.all(
      ['acme/Shop', 'acme/Shup'].map((name) =>
        send('GET', `/projects/${encodeURIComponent(name)}`, undefined, secret),
      ),
    );
    const [known, unknown] = answers.map((answer) => JSON.stringify(answer));
    expect(known).toBe(unknown?.replaceAll('Shup', 'Shop'));
    expect(answers[0]).toMatchObject({ status: 404 });
    expect(answers[0]?.body).not.toMatchObject({ detail: expect.stringContaining('Acme') });
  });

  it('answers what lies beside its scope as what nothing is called', async () => {
    const secret = await keyOf(owner, { nodeIds: [ids.environmentId ?? ''] });
    const ask = (name: string) => send('GET', `/environments/${encodeURIComponent(name)}`, undefined, secret);
    expect(await ask('acme/Shop/staging')).toMatchObject({ status: 200, body: { id: ids.environmentId } });
    const [known, unknown] = [await ask('acme/Shop/preview'), await ask('acme/Shop/preveiw')].map((answer) =>
      JSON.stringify(answer),
    );
    expect(known).toBe(unknown?.replaceAll('preveiw', 'preview'));
  });

  it('is a refusal in the audit trail, as an unknown id is', async () => {
    const secret = await keyOf(owner);
    await send('DELETE', `/projects/${encodeURIComponent('acme/Nothing')}`, { typedName: 'x' }, secret);
    const { items } = await owner.audit.list({ organizationId, outcome: 'refused', limit: 5 });
    expect(items.map(({ operation }) => operation)).toContain('project.delete');
  });

  it('is looked up for nobody who has not signed in', async () => {
    const answer = await fetch(`${host.url}/api/v1/projects/${encodeURIComponent('acme/Shop')}`);
    expect(answer.status).toBe(401);
  });
});
