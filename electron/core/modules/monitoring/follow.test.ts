import { beforeEach, describe, expect, it } from 'vitest';
import { Latch } from '#core/events/latch.ts';
import { sql } from '#core/store/database.ts';
import type { Load, Loads } from '#core/workload/index.ts';
import type { Figure } from '#shared/contract/monitoring.ts';
import type { Freshness } from '#shared/contract/server.ts';
import { addRunningService } from '#test/support/add-running-service.ts';
import { openMemberWorld, type Person } from '#test/support/member-world.ts';
import { createOwnedClock, type OwnedClock } from '#test/support/owned-clock.ts';
import { addServer } from '#test/support/populate.ts';
import type { MonitoringContext } from './context.ts';
import { followFigures } from './follow.ts';

let now = Date.now();
const world = openMemberWorld({ now: () => now });
const fresh: Freshness = { isFresh: true, asOf: null };

/** Servers and loads as the test says, and how many polls of them are under way. */
let scene: {
  readonly clock: OwnedClock;
  readonly serverId: string;
  readonly ids: Readonly<Record<'web' | 'db' | 'other', string>>;
  isUp: boolean;
  /** Polls tell one sample and no more, as of a Docker that hangs. */
  isStill: boolean;
  freshness: Freshness;
  loads: Loads;
  polls: number;
};

const load = (cpuPercent: number, more: Partial<Load> = {}): Load => ({
  cpuPercent,
  memoryBytes: 64 * 1024 * 1024,
  health: null,
  ...more,
});

beforeEach(() => {
  const { store } = world.core.services;
  const serverId = store.write((tx) => addServer(tx, world.organizationId, 'harbour'));
  const add = (name: string, environmentId: string): string =>
    store.write((tx) => addRunningService(tx, { environmentId, serverId, name, ports: [] }));
  const ids = {
    web: add('site', world.nodes.staging),
    db: add('db', world.nodes.production),
    other: add('press', world.nodes.blogProduction),
  };
  scene = {
    ...{ clock: createOwnedClock(), serverId, ids, isUp: true, isStill: false, freshness: fresh, polls: 0 },
    loads: new Map([
      [ids.web, load(3, { health: 'healthy' })],
      [ids.db, load(40)],
      [ids.other, load(1)],
    ]),
  };
});

async function* polled<T>(read: () => T, signal: AbortSignal): AsyncGenerator<T> {
  scene.polls += 1;
  try {
    while (!signal.aborted) {
      yield read();
      await new Promise<void>((resolve) => {
        const stop = scene.isStill ? () => undefined : scene.clock.after(1_000, resolve);
        signal.addEventListener('abort', () => {
          stop();
          resolve();
        });
      });
    }
  } finally {
    scene.polls -= 1;
  }
}

const gauge = {
  ...{ at: '', cpuPercent: 12.34, memoryUsedBytes: 1024 ** 3, memoryTotalBytes: 4 * 1024 ** 3 },
  ...{ diskUsedBytes: 0, diskTotalBytes: 0, networkReceivedBytesPerSecond: 0 },
  ...{ networkSentBytesPerSecond: 0, load1: 0, uptimeSeconds: 1 },
};

const open = (person: Person, nodeId?: string, { follow = true } = {}) => {
  const { store } = world.core.services;
  const end = new AbortController();
  const context = {
    ...{ store, caller: { subject: person.accountId }, signal: end.signal },
    pause: (ms: number, signal: AbortSignal) => new Latch(scene.clock).wait(ms, signal),
    deployments: { loads: (_id: string, signal: AbortSignal) => polled(() => scene.loads, signal) },
    servers: {
      gauges: (_id: string, signal: AbortSignal) => polled(() => gauge, signal),
      connectionOf: () => ({ state: scene.isUp ? 'up' : 'down', since: '' }),
      freshnessOf: () => scene.freshness,
    },
  } as unknown as MonitoringContext;
  const { organizationId } = world;
  return { end, stream: followFigures(context, { organizationId, nodeId, follow }) };
};

const first = async (person: Person, nodeId?: string): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for await (const batch of open(person, nodeId, { follow: false }).stream) figures.push(...batch.figures);
  return figures;
};

const paths = (figures: readonly Figure[]): string[] => figures.map(({ path }) => path).sort();

const everything = ['blog/production/press', 'harbour', 'shop/production/db', 'shop/staging/site'];

describe('the figures of a place', () => {
  it('are those of what runs in it, with the server where that is the place or above all', async () => {
    const { owner, nodes } = world;
    expect(paths(await first(owner))).toEqual(everything);
    expect(paths(await first(owner, scene.serverId))).toEqual(everything);
    expect(paths(await first(owner, nodes.shop))).toEqual(['shop/production/db', 'shop/staging/site']);
    expect(paths(await first(owner, nodes.staging))).toEqual(['shop/staging/site']);
    expect(await first(owner, nodes.web)).toEqual([]);
    expect(await first(owner, scene.ids.web)).toMatchObject([
      { path: 'shop/staging/site', cpuPercent: 3, health: 'healthy', staleBecause: null },
    ]);
    expect(scene.polls).toBe(0);
  });

  it('are only those that the reader may look at, also of a server that they share with others', async () => {
    const mia = world.join('Member', 'Mia');
    const roleId = world.custom('Watcher', { reach: 'granted', permissions: ['monitoring.read'] });
    const grants = [{ nodeId: scene.ids.web, roleId }];
    await world.owner.client.member.changeGrants({ memberId: mia.memberId, add: grants });
    expect(paths(await first(mia))).toEqual(['shop/staging/site']);
    expect(paths(await first(mia, world.nodes.blog))).toEqual([]);
  });

  it('tell a change alone, what is gone, and nothing while nothing changes', async () => {
    const { end, stream } = open(world.owner, world.nodes.shop);
    expect(paths((await stream.next()).value?.figures ?? [])).toEqual([
      'shop/production/db',
      'shop/staging/site',
    ]);
    const next = stream.next();
    await scene.clock.advance(8_000);
    scene.loads = new Map([[scene.ids.web, load(9, { health: 'unhealthy' })]]);
    await scene.clock.advance(4_000);
    expect((await next).value).toMatchObject({
      figures: [{ path: 'shop/staging/site', cpuPercent: 9, health: 'unhealthy' }],
      gone: [scene.ids.db],
    });
    end.abort();
    await stream.return();
    expect(scene.polls).toBe(0);
  });

  it('are old as soon as their server is, and say why and since when', async () => {
    const { end, stream } = open(world.owner, scene.ids.web);
    const { at } = (await stream.next()).value?.figures[0] ?? {};
    const next = stream.next();
    scene.freshness = { isFresh: false, asOf: null, reason: 'It does not answer.' };
    await scene.clock.advance(2_000);
    expect((await next).value?.figures).toMatchObject([
      { cpuPercent: 3, at, staleBecause: 'It does not answer.' },
    ]);
    end.abort();
    await stream.return();
  });

  it('are old when nothing new is told of them, though their server answers', async () => {
    scene.isStill = true;
    const { end, stream } = open(world.owner, scene.ids.web);
    await stream.next();
    const next = stream.next();
    await scene.clock.advance(8_000);
    now += 11_000;
    await scene.clock.advance(2_000);
    expect((await next).value?.figures).toMatchObject([{ staleBecause: 'The server tells no new figures.' }]);
    end.abort();
    await stream.return();
  });

  it('connect no server, and begin when one is connected', async () => {
    scene.isUp = false;
    const { end, stream } = open(world.owner);
    expect((await stream.next()).value).toEqual({ figures: [], gone: [] });
    expect(scene.polls).toBe(0);
    const next = stream.next();
    scene.isUp = true;
    await scene.clock.advance(4_000);
    expect(paths((await next).value?.figures ?? [])).toEqual(everything);
    end.abort();
    await stream.return();
  });

  it('leave out what was stopped, and what moved to another server than the one that tells of it', async () => {
    const { database } = world.core.services.store;
    database.run(
      sql.updateTable('service').set({ current_deployment_id: null }).where('id', '=', scene.ids.db),
    );
    const elsewhere = world.core.services.store.write((tx) => addServer(tx, world.organizationId, 'pier'));
    database.run(sql.updateTable('service').set({ server_id: elsewhere }).where('id', '=', scene.ids.web));
    expect(paths(await first(world.owner, scene.serverId))).toEqual(['blog/production/press', 'harbour']);
  });
});

describe('following figures', () => {
  it('is refused to who may look at nothing, and ends when the right to it goes', async () => {
    const { organizationId } = world;
    const roleId = world.custom('Reader', { reach: 'granted', permissions: ['project.read'] });
    const rita = world.join('Reader', 'Rita');
    const asked = { organizationId, nodeId: world.nodes.shop };
    await expect(rita.client.monitoring.follow(asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await world.owner.client.member.changeGrants({
      memberId: rita.memberId,
      add: [{ nodeId: world.nodes.shop, roleId }],
    });
    await expect(rita.client.monitoring.follow(asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });

    const vera = world.join('Viewer', 'Vera');
    const stream = await vera.client.monitoring.follow(asked);
    expect((await stream.next()).value).toEqual({ figures: [], gone: [] });
    const next = stream.next();
    await world.owner.client.member.remove({ memberId: vera.memberId });
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
