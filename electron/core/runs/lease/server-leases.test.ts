import { describe, expect, it, vi } from 'vitest';
import { fakeHost } from '#test/support/create-test-core.ts';
import { createShelf } from '#test/support/engine-world.ts';
import { createOwnedClock } from '#test/support/owned-clock.ts';
import { ServerLeases } from './server-leases.ts';
import type { Shelf } from './shelf.ts';

/** A minute, so that no machine is too slow. */
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 60_000 });

const makeDrivers = () => {
  const clock = createOwnedClock();
  const shelf = createShelf(clock);
  const host = fakeHost();
  let isCut = false;
  const driver = (name: string) =>
    new ServerLeases({
      clock,
      log: host.log,
      driver: () => name,
      open: async (_serverId, use) => {
        if (isCut) throw new Error('cut');
        return use(shelf as Shelf);
      },
    });
  return { clock, shelf, mine: driver('mine'), theirs: driver('theirs'), cut: () => (isCut = true), driver };
};

describe('the lease of a server', () => {
  it('is shared by all runs of one store, and given back with the last of them', async () => {
    const { shelf, mine } = makeDrivers();
    const [one, two] = await Promise.all([mine.acquire('lab', 'Olive'), mine.acquire('lab', 'Bo')]);
    expect([one.fence, two.fence]).toEqual([1, 1]);
    one.release();
    expect(shelf.kept).toMatchObject({ driver: 'mine', fence: 1 });
    two.release();
    two.release();
    await eventually(() => expect(shelf.kept).toMatchObject({ driver: '', holder: '', fence: 1 }));
  });

  it('keeps another driver out, names the holder, and passes over with a higher fence', async () => {
    const { clock, mine, theirs } = makeDrivers();
    const lease = await mine.acquire('lab', 'Olive');
    const refused = theirs.acquire('lab', 'Bo').catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await refused).toMatchObject({ code: 'BUSY', data: { by: expect.stringContaining('Olive at') } });
    lease.release();
    expect(await theirs.acquire('lab', 'Bo')).toMatchObject({ fence: 2 });
  });

  it('is waited for a moment, since a run that ends gives it back right after', async () => {
    const { clock, mine, theirs } = makeDrivers();
    const lease = await mine.acquire('lab', 'Olive');
    const waiting = theirs.acquire('lab', 'Bo');
    await clock.advance(500);
    lease.release();
    await clock.advance(250);
    expect(await waiting).toMatchObject({ fence: 2 });
  });

  it('is renewed while it is held, however long that is', async () => {
    const { clock, shelf, mine, theirs } = makeDrivers();
    const lease = await mine.acquire('lab', 'Olive');
    await clock.advance(10 * 60_000);
    expect(clock.elapsed() - (shelf.kept?.updatedAt ?? 0)).toBeLessThanOrEqual(20_000);
    const refused = theirs.acquire('lab', 'Bo').catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await refused).toMatchObject({ code: 'BUSY' });
    lease.check();
  });

  it('may be taken over after a minute without renewal, and the first holder learns of it', async () => {
    const { clock, shelf, mine, theirs } = makeDrivers();
    const lease = await mine.acquire('lab', 'Olive');
    if (shelf.kept) shelf.kept = { ...shelf.kept, updatedAt: clock.elapsed() - 60_000 };
    expect(await theirs.acquire('lab', 'Bo')).toMatchObject({ fence: 2 });
    lease.check();
    await clock.advance(20_000);
    expect(() => lease.check()).toThrow(/Bo at/);
    lease.release();
    await clock.advance(0);
    expect(shelf.kept).toMatchObject({ driver: 'theirs', fence: 2 });
  });

  it('is taken by one of two that try in the same instant', async () => {
    const { clock, mine, theirs } = makeDrivers();
    const both = [mine.acquire('lab', 'Olive'), theirs.acquire('lab', 'Bo')].map((each) =>
      each.then(
        ({ fence }) => fence,
        (error: { code: string }) => error.code,
      ),
    );
    await clock.advance(3_000);
    expect((await Promise.all(both)).toSorted()).toEqual([1, 'BUSY']);
  });
});
