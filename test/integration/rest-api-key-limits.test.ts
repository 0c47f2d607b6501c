import { beforeEach, describe, expect, it } from 'vitest';
import { openRestKeyWorld } from './rest-key-world.ts';

let skew: number;
let standingStill: number | undefined;
beforeEach(() => {
  skew = 0;
  standingStill = undefined;
});
const world = openRestKeyWorld(() => (standingStill ?? Date.now()) + skew);

describe('a key ends', () => {
  it('at the very instant, and then answers why', async () => {
    const { secret, key } = await world.create(world.owner, { expiresInDays: '1' });
    const end = Date.parse(key.expiresAt ?? '');
    skew = end - Date.now() - 120_000;
    expect(await world.statusOf(secret, world.projects())).toBe(200);
    skew += 120_000;
    const response = await world.get(secret, world.projects());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ data: { reason: expect.stringContaining('expired') } });
  });

  it('with the right of its holder to use keys, and not with another right', async () => {
    const { id, client } = world.admin();
    const { secret } = await world.create(client);
    expect(await world.statusOf(secret, world.projects())).toBe(200);
    world.setRole(id, 'Viewer');
    expect(await world.statusOf(secret, world.projects())).toBe(401);
  });

  it('and what it may shrinks with what its holder may', async () => {
    const { id, client } = world.admin();
    const { secret } = await world.create(client);
    const row = world.memberOf(id);
    world.setRole(id, 'Viewer');
    world.setMember(id, { extras: ['api.read'] });
    expect(row.roleId).not.toBe(world.memberOf(id).roleId);
    const made = await world.host.rest(
      'project.create',
      { organizationId: world.organizationId, name: 'No more' },
      { authorization: `Bearer ${secret}` },
    );
    expect(made.status).toBe(403);
    expect(await world.statusOf(secret, world.projects())).toBe(200);
  });
});

describe('a limit', () => {
  it('of 10 lets exactly 10 of 200 parallel requests through, and tells the rest when to come again', async () => {
    standingStill = Date.now();
    const { secret } = await world.create(world.owner, { rateLimit: { count: 10, windowSeconds: 60 } });
    const responses = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await world.get(secret, world.projects());
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
    expect(await world.statusOf(secret, world.projects())).toBe(200);
  });

  it('counts before anything is done: what is beyond it changes nothing', async () => {
    const { secret } = await world.create(world.owner, { requestCap: { cap: 1 } });
    const makes = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        world.host.rest(
          'project.create',
          { organizationId: world.organizationId, name: `p${at}` },
          { authorization: `Bearer ${secret}` },
        ),
      ),
    );
    expect(makes.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(makes.filter(({ status }) => status === 429)).toHaveLength(19);
    const names = (await world.owner.project.list({ organizationId: world.organizationId })).map(
      ({ name }) => name,
    );
    expect(names.filter((name) => /^p\d+$/.test(name))).toHaveLength(1);
    const response = await world.get(secret, world.projects());
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('is counted for refused requests, too, and refills by the clock', async () => {
    const { secret } = await world.create(world.owner, {
      requestCap: { cap: 2, refillAmount: 1, refillEverySeconds: 60 },
    });
    expect(await world.statusOf(secret, '/projects/prj_nothing')).toBe(404);
    expect(await world.statusOf(secret, '/nothing')).toBe(404);
    expect(await world.statusOf(secret, world.projects())).toBe(429);
    skew = 60_000;
    expect(await world.statusOf(secret, world.projects())).toBe(200);
    expect(await world.statusOf(secret, world.projects())).toBe(429);
  });
});
