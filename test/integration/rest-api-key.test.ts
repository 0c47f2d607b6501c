import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { sql } from '#core/store/database.ts';
import { operations } from '#shared/contract/operations.ts';
import { sampleInput } from '#test/support/operations.ts';
import { populate } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';
import { openRestKeyWorld } from './rest-key-world.ts';

const world = openRestKeyWorld();

describe('a request with an API key', () => {
  it('is its holder’s, and the audit trail says by which key', async () => {
    const { client } = world.admin();
    const { secret, key } = await world.create(client);
    const answer = await world.host.rest(
      'project.create',
      { organizationId: world.organizationId, name: 'By key' },
      { authorization: `Bearer ${secret}` },
    );
    expect(answer.status).toBe(201);
    const [event] = world.core.services.store.database.all(
      sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(1),
    );
    expect(event).toMatchObject({ actor_name: 'Ada Admin', operation: 'project.create', transport: 'http' });
    expect(JSON.stringify(event)).toContain(key.id);
    expect(world.logged()).not.toContain(secret.split('_')[1]);
  });

  it('is told 401 alike for a wrong checksum, a wrong prefix, an unknown and a revoked key', async () => {
    const { secret, key } = await world.create(world.owner);
    const other = await world.create(world.owner, { name: 'other' });
    expect(await world.statusOf(secret, world.projects())).toBe(200);
    await world.owner.apiKey.revoke({ apiKeyId: key.id });
    const swapped = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a');
    const unknown = other.secret.replace(/^qs_./, (start) => (start === 'qs_A' ? 'qs_B' : 'qs_A'));
    const answers = await Promise.all(
      [secret, swapped, unknown, 'qs_', 'qs_x'].map(async (each) => {
        const response = await world.get(each, world.projects());
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        return [response.status, await response.json()];
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
  });

  it('takes the key from the header alone: not from the address, nor from a cookie', async () => {
    const { secret } = await world.create(world.owner);
    for (const name of ['token', 'key', 'api_key', 'access_token', 'authorization']) {
      const response = await fetch(`${world.host.url}/api/v1${world.projects()}?${name}=${secret}`);
      // Unknown parameters are refused before anybody looks who asks; without them nobody is signed in.
      expect([400, 401]).toContain(response.status);
      expect(JSON.stringify(await response.json())).not.toContain(secret);
    }
    expect(
      (await world.owner.apiKey.list({ organizationId: world.organizationId })).every(
        ({ usedAt }) => usedAt === undefined,
      ),
    ).toBe(true);
    const cookie = await fetch(`${world.host.url}/api/v1${world.projects()}`, {
      headers: { cookie: `token=${secret}` },
    });
    expect(cookie.status).toBe(401);
    const basic = Buffer.from(`${secret}:`).toString('base64');
    const asBasic = await fetch(`${world.host.url}/api/v1${world.projects()}`, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(asBasic.status).toBe(401);
  });

  it('opens no socket, where one request would be any number of calls', async () => {
    const { secret } = await world.create(world.owner);
    const socket = new WebSocket(
      `${world.host.url.replace('http', 'ws')}/rpc`,
      ['quayside', `token.${secret}`],
      {
        origin: world.host.url,
      },
    );
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(401);
  });

  it.each(operations.filter(({ meta }) => meta.personal))(
    'may not call $name, which is personal',
    async (operation) => {
      const { secret } = await world.create(world.owner);
      const input = sampleInput(operation, world.place);
      const answer = await world.host.rest(operation.name, input, { authorization: `Bearer ${secret}` });
      expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
      expect(answer.body.data).toMatchObject({ permission: operation.name });
    },
  );
});

describe('what a key with scopes is shown', () => {
  it('in lists, counts, tree and activity is what lies in them', async () => {
    const { secret } = await world.create(world.owner, { nodeIds: [world.place.environmentId ?? ''] });
    const tree = (await world.json(secret, `/organizations/${world.organizationId}/tree`)) as {
      nodes: { id: string }[];
    };
    const ids = tree.nodes.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(
      [
        world.organizationId,
        world.place.projectId,
        world.place.environmentId,
        world.place.serviceId,
      ].toSorted(),
    );
    const environments = (await world.json(secret, `/projects/${world.place.projectId}/environments`)) as {
      id: string;
    }[];
    expect(environments.map(({ id }) => id)).toEqual([world.place.environmentId]);
    const activity = (await world.json(secret, `/organizations/${world.organizationId}/activity`)) as {
      id: string;
    }[];
    expect(activity.map(({ id }) => id)).not.toContain(world.sibling.deploymentId);
    expect(await world.statusOf(secret, `/services/${world.sibling.serviceId}`)).toBe(404);
    expect(await world.statusOf(secret, `/organizations/${world.organizationId}/api-keys`)).toBe(403);
  });

  it('of another organization is nothing: its ids are as unknown as random ones', async () => {
    const { organizationId: otherId } = await addStranger(world.core);
    const foreign = populate(world.core, otherId).inScope;
    // The holder belongs there, too: the key does not.
    world.core.services.store.write((tx) => {
      const role = tx.database.first(
        sql
          .selectFrom('node')
          .select('id')
          .where('kind', '=', 'role')
          .where('name', '=', 'Admin')
          .where('parent_id', '=', otherId),
      );
      const accountId = world.core.openSession({ transport: 'in-process' }).context.whoAsks().accountId;
      const id = tx.createNode({ kind: 'member', parentId: otherId, name: null });
      const roleId = role?.id ?? '';
      const row = { organization_id: otherId, account_id: accountId, role_id: roleId };
      tx.database.run(sql.insertInto('member').values({ id, ...row, created_at: tx.now }));
      tx.afterCommit((access) =>
        access.setMember({ id, organizationId: otherId, accountId, roleId, extras: [], isSuspended: false }),
      );
    });
    await world.owner.service.get({ serviceId: foreign.serviceId ?? '' });
    const { secret } = await world.create(world.owner);
    const answer = async (id: string) => {
      const response = await world.get(secret, `/services/${id}`);
      return [response.status, JSON.stringify(await response.json()).replaceAll(id, 'ID')];
    };
    expect(await answer(foreign.serviceId ?? '')).toEqual(await answer(`svc_${'0'.repeat(26)}`));
    expect(await world.statusOf(secret, `/organizations/${otherId}/tree`)).toBe(404);
    const organizations = (await world.json(secret, '/organizations')) as { id: string }[];
    expect(organizations.map(({ id }) => id)).toEqual([world.organizationId]);
    await world.owner.session.rememberPlace({ organizationId: otherId, place: `/o/${otherId}` });
    expect(JSON.stringify(await world.json(secret, '/session'))).not.toContain(otherId);
    await expect(
      world.create(world.owner, { name: 'x', nodeIds: [foreign.serviceId ?? ''] }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
