import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { createEngineWorld, type EngineWorld } from '#test/support/engine-world.ts';
import { atRest } from '#test/support/owned-clock.ts';
import type { Step } from './kind.ts';
import { cureOf, patchRun, progressOf, requestCancel } from './rows.ts';
import type { Run } from './run.ts';

/** A minute, so that no machine is too slow; what is waited for comes in some turns of the event loop. */
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 60_000 });

/** Gates that a test opens: a step waits at its own. */
const createGates = () => {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const of = (name: string): PromiseWithResolvers<void> => {
    const known = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, known);
    return known;
  };
  return { open: (name: string) => of(name).resolve(), at: (name: string) => of(name).promise };
};

type Act = (run: Run, label: string) => ReturnType<Step<Run>['act']>;

interface Behaviour {
  readonly first?: Act;
  readonly second?: Act;
  readonly undo?: (run: Run, label: string, cause: string) => Promise<void>;
}

/** An engine whose kind has two steps, `one` and `two`, the first with a probe, that do what the test says. */
const worldOf = ({ first, second, undo }: Behaviour = {}): Promise<EngineWorld> =>
  createEngineWorld((world, label) => ({
    open: (run) => run,
    steps: [
      {
        name: 'one',
        isDone: (run) => progressOf<{ isOne: boolean }>(run.row).isOne === true,
        async act(run) {
          world.done.push(`${label(run)} one`);
          const result = await first?.(run, label(run));
          run.patch({ progress: { isOne: true } });
          return result;
        },
      },
      {
        name: 'two',
        act: async (run) => {
          world.done.push(`${label(run)} two`);
          return second?.(run, label(run));
        },
      },
    ],
    async undo(run, cause) {
      world.done.push(`${label(run)} undo ${cause}`);
      await undo?.(run, label(run), cause);
      return { isRestored: true, text: 'All is as before.' };
    },
  }));

const untilEnded = (world: EngineWorld, id: string): Promise<void> =>
  eventually(() => expect(world.row(id).ended_at).not.toBeNull());

const untilStep = (world: EngineWorld, id: string, step: string): Promise<void> =>
  eventually(() => expect(world.row(id).step).toBe(step));

describe('a run', () => {
  it('passes its steps in order, each written before it begins, and ends well', async () => {
    const seen: (string | null)[] = [];
    await using world = await worldOf({
      first: async (run) => void seen.push(run.row.step),
      second: async (run) => void seen.push(run.row.step),
    });
    const id = world.ask('a');
    expect(world.row(id)).toMatchObject({ state: 'queued', step: null, started_at: null });
    await untilEnded(world, id);
    expect(world.done).toEqual(['a one', 'a two']);
    expect(seen).toEqual(['one', 'two']);
    expect(world.row(id)).toMatchObject({ state: 'succeeded', reason: null });
    await eventually(async () =>
      expect(await world.logOf(id)).toEqual(['Asked for by Olive.', 'Succeeded.']),
    );
  });

  it('that fails is undone, and says both what failed and what that came to', async () => {
    await using world = await worldOf({
      second: async () => ({ reason: (undone) => `It crashed. ${undone}` }),
    });
    const id = world.ask('a');
    await untilEnded(world, id);
    expect(world.done).toEqual(['a one', 'a two', 'a undo failed']);
    expect(world.row(id)).toMatchObject({ state: 'undone', reason: 'It crashed. All is as before.' });
  });

  it('that is refused ends as failed with the reason, and nothing is undone', async () => {
    await using world = await worldOf({
      first: async () => {
        throw new AppError('CONFLICT', { field: '', reason: 'The port is in use.' });
      },
    });
    const id = world.ask('a');
    await untilEnded(world, id);
    expect(world.row(id)).toMatchObject({ state: 'failed' });
    expect(world.row(id).reason).toContain('The port is in use.');
    expect(world.done).toEqual(['a one']);
  });

  it('that fails for what a set-up would cure keeps that beside the reason', async () => {
    await using world = await worldOf({
      first: () => {
        throw new AppError('REMOTE_FAILED', { server: 'srv', action: 'Building', curedBy: 'setup' });
      },
    });
    const id = world.ask('a');
    expect(cureOf(world.row(id))).toBeNull();
    await untilEnded(world, id);
    expect(world.row(id)).toMatchObject({ state: 'failed' });
    expect(cureOf(world.row(id))).toBe('setup');
  });

  it('that meets a bug ends, and tells its trace to the log of the app only', async () => {
    await using world = await worldOf({
      first: async () => {
        throw new TypeError('secret internals');
      },
    });
    const id = world.ask('a');
    await untilEnded(world, id);
    expect(world.row(id).reason).toContain('a bug of Quayside');
    expect(world.row(id).reason).not.toContain('secret internals');
    expect(JSON.stringify(world.logged)).toContain('secret internals');
  });

  it('strikes what is hidden out of its log and its reason', async () => {
    await using world = await worldOf({
      first: async (run) => {
        run.log.hide(['hunter2hunter2']);
        run.log.say('the password is hunter2hunter2');
        return { state: 'failed', reason: 'hunter2hunter2 was refused' };
      },
    });
    const id = world.ask('a');
    await untilEnded(world, id);
    expect(world.row(id).reason).toBe('••• was refused');
    await eventually(async () => expect(await world.logOf(id)).toHaveLength(3));
    expect((await world.logOf(id)).join('\n')).not.toContain('hunter2');
  });
});

describe('the queue', () => {
  it('runs two at a time on a server, and those on one node in their order', async () => {
    const gates = createGates();
    await using world = await worldOf({ first: (_, label) => gates.at(label).then(() => undefined) });
    const a = world.ask('a', { service: 'web' });
    const b = world.ask('b', { service: 'web' });
    const c = world.ask('c', { service: 'api' });
    const d = world.ask('d', { service: 'mail' });
    const e = world.ask('e', { service: 'other', server: 'second' });
    await eventually(() => expect(world.done).toEqual(['a one', 'c one', 'e one']));
    expect([b, d].map((id) => world.row(id).state)).toEqual(['queued', 'queued']);
    gates.open('c');
    await untilEnded(world, c);
    await eventually(() => expect(world.done).toContain('d one'));
    expect(world.done).not.toContain('b one');
    for (const label of ['a', 'b', 'd', 'e']) gates.open(label);
    for (const id of [a, b, d, e]) await untilEnded(world, id);
    expect(world.done.indexOf('b one')).toBeGreaterThan(world.done.indexOf('a two'));
  });

  it('ends what waits and is made pointless, and leaves what is under way', async () => {
    const gates = createGates();
    await using world = await worldOf({ first: (_, label) => gates.at(label).then(() => undefined) });
    const a = world.ask('a');
    await untilStep(world, a, 'one');
    const b = world.ask('b', { superseding: 'A newer one came.' });
    const c = world.ask('c', { superseding: 'A newer one came.' });
    expect(world.row(b)).toMatchObject({ state: 'superseded', reason: 'A newer one came.' });
    expect(world.row(b).ended_at).not.toBeNull();
    gates.open('a');
    gates.open('c');
    for (const id of [a, c]) await untilEnded(world, id);
    expect(world.done).toEqual(['a one', 'a two', 'c one', 'c two']);
  });
});

describe('cancelling', () => {
  const cancel = (world: EngineWorld, id: string, waitMs = 60_000): Promise<void> => {
    world.store.write((tx) => requestCancel(tx, id));
    return world.runs.cancel(id, waitMs);
  };

  it('ends one that waits for its turn, which never begins', async () => {
    const gates = createGates();
    await using world = await worldOf({ first: (_, label) => gates.at(label).then(() => undefined) });
    const a = world.ask('a');
    const b = world.ask('b');
    await cancel(world, b);
    expect(world.row(b)).toMatchObject({ state: 'cancelled', started_at: null });
    gates.open('a');
    await untilEnded(world, a);
    await atRest();
    expect(world.done).toEqual(['a one', 'a two']);
  });

  it('leaves a step at once and undoes what was begun', async () => {
    await using world = await worldOf({
      second: async (run) => {
        await run.ssh(() => new Promise(() => undefined), run.signal);
        return undefined;
      },
    });
    const id = world.ask('a');
    await untilStep(world, id, 'two');
    await cancel(world, id);
    expect(world.row(id)).toMatchObject({ state: 'cancelled', reason: 'All is as before.' });
    expect(world.done).toEqual(['a one', 'a two', 'a undo cancelled']);
  });

  it('answers after a while though undoing takes longer, and goes on undoing', async () => {
    const gates = createGates();
    await using world = await worldOf({
      first: (run) => run.ssh(() => new Promise(() => undefined), run.signal),
      undo: () => gates.at('undo'),
    });
    const id = world.ask('a');
    await untilStep(world, id, 'one');
    const answer = cancel(world, id, 2_000);
    await eventually(() => expect(world.done).toContain('a undo cancelled'));
    await world.clock.advance(2_000);
    await answer;
    expect(world.row(id)).toMatchObject({ state: 'running', cancel_requested: 1 });
    gates.open('undo');
    await untilEnded(world, id);
    expect(world.row(id).state).toBe('cancelled');
  });

  it('is not forgotten by a restart in the middle of it', async () => {
    const gates = createGates();
    await using world = await worldOf({
      first: (run) => run.ssh(() => new Promise(() => undefined), run.signal),
      undo: (run) => run.ssh(() => gates.at('undo'), run.signals.close),
    });
    const id = world.ask('a');
    await untilStep(world, id, 'one');
    void cancel(world, id, 1);
    await eventually(() => expect(world.done).toContain('a undo cancelled'));
    gates.open('undo');
    await world.restart();
    await untilEnded(world, id);
    expect(world.row(id).state).toBe('cancelled');
    expect(world.done.filter((entry) => entry === 'a one')).toHaveLength(1);
  });

  it('of what works on a node that is deleted ends all of it', async () => {
    await using world = await worldOf({
      first: (run) => run.ssh(() => new Promise(() => undefined), run.signal),
    });
    const [a, b] = [world.ask('a'), world.ask('b')];
    await untilStep(world, a, 'one');
    await world.runs.abandon(world.row(a).subject_id, 'The service was deleted.');
    expect([a, b].map((id) => world.row(id).state)).toEqual(['cancelled', 'cancelled']);
    expect(world.done).toEqual(['a one', 'a undo cancelled']);
  });
});

describe('a change of a run', () => {
  it("may be of its kind's own row alone, which leaves the run's as it is", async () => {
    await using world = await worldOf();
    const id = world.ask('a');
    await untilEnded(world, id);
    const before = world.row(id);
    world.store.write((tx) => patchRun(tx, id, { progress: undefined }));
    expect(world.row(id)).toEqual(before);
  });
});

describe('a lost server', () => {
  const step: Behaviour = { second: (run) => run.persist('working', () => run.ssh(async () => undefined)) };

  it('is waited for with growing pauses, and the run goes on at once when it is back', async () => {
    await using world = await worldOf(step);
    world.cut();
    const id = world.ask('a');
    await eventually(async () => expect((await world.logOf(id)).join()).toContain('Connection lost'));
    const tries = async (): Promise<number> =>
      (await world.logOf(id)).filter((text) => text.startsWith('Connection lost')).length;
    await world.clock.advance(500);
    await eventually(async () => expect(await tries()).toBe(2));
    await world.clock.advance(999);
    expect(await tries()).toBe(2);
    await world.clock.advance(1);
    await eventually(async () => expect(await tries()).toBe(3));
    world.heal();
    await untilEnded(world, id);
    expect(world.row(id).state).toBe('succeeded');
  });

  it('puts the run aside after ten minutes, with its reason, and news of the server takes it up', async () => {
    await using world = await worldOf(step);
    world.cut();
    const id = world.ask('a');
    await untilStep(world, id, 'two');
    await world.clock.advance(10 * 60_000 + 30_000);
    await eventually(() => expect(world.row(id).state).toBe('interrupted'));
    expect(world.row(id)).toMatchObject({ ended_at: null, step: 'two' });
    expect(world.row(id).reason).toContain('It goes on when the server can be reached again.');
    const later = world.ask('b');
    expect(world.row(later).state).toBe('queued');
    world.heal();
    for (const each of [id, later]) await untilEnded(world, each);
    expect(world.done.filter((entry) => entry === 'a one')).toHaveLength(1);
    expect(world.done.indexOf('b one')).toBeGreaterThan(world.done.lastIndexOf('a two'));
    expect(world.row(id)).toMatchObject({ state: 'succeeded', reason: null });
  });

  it('that is starting is waited for, until its Docker runs', async () => {
    let tries = 0;
    const failed = { server: 'lab', action: 'Reaching Docker', stderr: 'Docker is not running.' };
    const look = async () => {
      tries += 1;
      if (tries === 1) throw new AppError('REMOTE_FAILED', { ...failed, isPassing: true });
      if (tries === 3) throw new AppError('REMOTE_FAILED', failed);
    };
    await using world = await worldOf({
      second: async (run) => void (await run.persist('looking', look)),
    });
    const id = world.ask('a');
    await eventually(() => expect(world.clock.waiting).toBe(1));
    await world.clock.advance(500);
    await untilEnded(world, id);
    expect(world.row(id)).toMatchObject({ state: 'succeeded', reason: null });
    expect(await world.logOf(id)).toContainEqual(
      expect.stringMatching(/^Docker lost while looking: .*Trying again/),
    );
    const refused = world.ask('b');
    await untilEnded(world, refused);
    expect(world.row(refused).state).toBe('failed');
  });

  it('is taken up by news of its own server, and by that of no other one', async () => {
    await using world = await worldOf(step);
    world.cut('auth');
    const here = world.ask('here', { service: 'web', server: 'harbour' });
    const there = world.ask('there', { service: 'api', server: 'pier' });
    for (const id of [here, there]) await eventually(() => expect(world.row(id).state).toBe('interrupted'));
    await eventually(() => expect(world.clock.waiting).toBe(2));
    world.heal('pier');
    await untilEnded(world, there);
    expect(world.row(here)).toMatchObject({ state: 'interrupted', ended_at: null });
    world.heal('harbour');
    await untilEnded(world, here);
  });

  it('is taken up by news of the server that builds for it, too', async () => {
    await using world = await worldOf(step);
    world.cut('auth');
    const id = world.ask('a', { server: 'harbour', alsoOn: 'forge' });
    await eventually(() => expect(world.row(id).state).toBe('interrupted'));
    await eventually(() => expect(world.clock.waiting).toBe(1));
    world.heal('forge');
    await untilEnded(world, id);
    expect(world.row(id).state).toBe('succeeded');
  });

  it('that is not its own is waited for by news of that one, as long as was said', async () => {
    let [tries, pier] = [0, ''];
    const lost = new AppError('UNREACHABLE', { server: 'pier', reason: 'timeout' });
    await using world = await worldOf({
      async second(run, label) {
        const leave = async () => {
          tries += 1;
          if (tries <= 2) throw lost;
        };
        const elsewhere = { serverId: pier, patienceMs: 60_000 };
        if (label === 'a') await run.persist('leaving', leave, run.signal, elsewhere);
        return undefined;
      },
    });
    const there = world.ask('there', { service: 'api', server: 'pier' });
    pier = world.row(there).server_id;
    await untilEnded(world, there);
    const id = world.ask('a', { service: 'web', server: 'harbour' });
    await eventually(() => expect(world.clock.waiting).toBe(1));
    world.heal('harbour');
    expect(tries).toBe(1);
    world.heal('pier');
    await eventually(() => expect(tries).toBe(2));
    await eventually(() => expect(world.clock.waiting).toBe(1));
    world.heal('pier');
    await untilEnded(world, id);
    expect(world.row(id).state).toBe('succeeded');
  });

  it('is tried again each minute where there is no news of it', async () => {
    await using world = await worldOf({
      second: async (run) => {
        await run.ssh(async () => undefined);
        return undefined;
      },
    });
    world.cut('auth');
    const id = world.ask('a');
    await eventually(() => expect(world.row(id).state).toBe('interrupted'));
    await eventually(() => expect(world.clock.waiting).toBe(1));
    await world.clock.advance(59_999);
    expect(world.done).toEqual(['a one', 'a two']);
    await world.clock.advance(1);
    await eventually(() => expect(world.done).toEqual(['a one', 'a two', 'a two']));
  });

  it('that only a person can bring back is not waited for', async () => {
    await using world = await worldOf(step);
    world.cut('auth');
    const id = world.ask('a');
    await eventually(() => expect(world.row(id).state).toBe('interrupted'));
    expect(world.clock.elapsed()).toBe(0);
  });
});

describe('a disk that takes nothing', () => {
  it('lets a run wait until it does again, however short that was, and fails none', async () => {
    let failures = 0;
    await using world = await worldOf({
      second: async (run) => {
        if (failures > 0) return undefined;
        failures += 1;
        const { connection } = world.store.database;
        connection.pragma('query_only = ON');
        try {
          run.patch({ progress: { isTwo: true } });
        } finally {
          connection.pragma('query_only = OFF');
        }
        return undefined;
      },
    });
    const id = world.ask('a');
    await eventually(() =>
      expect(world.logged.map(({ message }) => message)).toContain('a run could not be run'),
    );
    expect(world.row(id)).toMatchObject({ state: 'running', step: 'two', ended_at: null });
    await world.clock.advance(60_000);
    await untilEnded(world, id);
    expect(world.row(id)).toMatchObject({ state: 'succeeded', reason: null });
    expect(world.done).toEqual(['a one', 'a two', 'a two']);
  });
});

describe('a restart', () => {
  it('goes on from where the row stands, and does nothing twice that its probe knows', async () => {
    const gates = createGates();
    await using world = await worldOf({
      second: (run) => run.ssh(() => gates.at('two').then(() => undefined), run.signal),
    });
    const id = world.ask('a');
    await untilStep(world, id, 'two');
    await world.restart();
    expect(world.row(id)).toMatchObject({ ended_at: null });
    gates.open('two');
    await untilEnded(world, id);
    expect(world.done).toEqual(['a one', 'a two', 'a two']);
    await eventually(async () => expect(await world.logOf(id)).toContain('Going on after an interruption.'));
  });

  it('goes on undoing what failed, with the reason that was written down before', async () => {
    const gates = createGates();
    await using world = await worldOf({
      second: async () => ({ reason: (undone) => `It crashed. ${undone}`.trim() }),
      undo: (run) => run.ssh(() => gates.at('undo'), run.signals.close),
    });
    const id = world.ask('a');
    await eventually(() => expect(world.done).toContain('a undo failed'));
    await world.restart();
    gates.open('undo');
    await untilEnded(world, id);
    expect(world.row(id)).toMatchObject({ state: 'undone', reason: 'It crashed.\nAll is as before.' });
    expect(world.done.filter((entry) => entry === 'a two')).toHaveLength(1);
  });

  it('lets the log of a run be followed before that run has its turn again', async () => {
    const gates = createGates();
    await using world = await worldOf({
      second: (run) => run.ssh(() => gates.at('two').then(() => undefined), run.signal),
    });
    const id = world.ask('a');
    await untilStep(world, id, 'two');
    await world.restart();
    const texts: string[] = [];
    const range = { cursor: undefined, follow: true };
    const following = (async () => {
      for await (const { lines } of world.runs.log(id, range, AbortSignal.timeout(60_000))) {
        texts.push(...lines.map(({ text }) => text));
      }
    })();
    gates.open('two');
    await following;
    expect(texts.at(-1)).toBe('Succeeded.');
  });
});
