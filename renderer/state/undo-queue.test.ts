import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type UndoableAct, UndoQueue, undoMs } from './undo-queue.ts';

let queue = new UndoQueue();
const happened: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  queue = new UndoQueue();
  happened.length = 0;
});
afterEach(() => vi.useRealTimers());

const note = (what: string, problem?: string) => async () => {
  happened.push(what);
  return problem;
};

const renamed = (name: string, problem?: string): UndoableAct => ({
  title: `Renamed to ${name}`,
  undo: note(`undo ${name}`, problem),
});

const deletion = (name: string, problem?: string): UndoableAct => ({
  title: `Deleted ${name}`,
  undo: note(`keep ${name}`),
  held: {
    nodeIds: [name],
    doing: `Deleting ${name}`,
    nowLabel: 'Delete now',
    refusedTitle: `${name} was not deleted`,
    perform: note(`delete ${name}`, problem),
  },
});

const titles = (): string[] => queue.use.getState().entries.map(({ act }) => act.title);
const idOf = (title: string): number =>
  queue.use.getState().entries.find(({ act }) => act.title === title)?.id ?? -1;

describe('what was done', () => {
  it('can be taken back for ten seconds and no longer', async () => {
    queue.add(renamed('shop'));
    await vi.advanceTimersByTimeAsync(undoMs - 1);
    expect(titles()).toEqual(['Renamed to shop']);
    await vi.advanceTimersByTimeAsync(1);
    expect(titles()).toEqual([]);
    expect(queue.undoLatest()).toBe(false);
    expect(happened).toEqual([]);
  });

  it('is taken back newest first, each once', async () => {
    for (const name of ['one', 'two']) queue.add(renamed(name));
    const first = idOf('Renamed to two');
    expect(queue.undoLatest()).toBe(true);
    await queue.undo(first);
    expect(queue.undoLatest()).toBe(true);
    expect(queue.undoLatest()).toBe(false);
    await vi.advanceTimersByTimeAsync(undoMs);
    expect(happened).toEqual(['undo two', 'undo one']);
    expect(queue.use.getState().said).toBe('Undone.');
  });

  it('says why it cannot be taken back, until that is dismissed', async () => {
    queue.add(renamed('shop', 'Somebody renamed it meanwhile.'));
    queue.undoLatest();
    await vi.advanceTimersByTimeAsync(2 * undoMs);
    const [entry] = queue.use.getState().entries;
    expect(entry?.problem).toEqual({
      title: 'Not undone: Renamed to shop',
      detail: 'Somebody renamed it meanwhile.',
    });
    queue.dismiss(entry?.id ?? -1);
    expect(titles()).toEqual([]);
  });
});

describe('what is held', () => {
  it('is done when its ten seconds are over, and never before', async () => {
    queue.add(deletion('web'));
    await vi.advanceTimersByTimeAsync(undoMs - 1);
    expect(happened).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(happened).toEqual(['delete web']);
    expect(titles()).toEqual([]);
  });

  it('is never done once it was taken back, nor once the window forgot it', async () => {
    queue.add(deletion('web'));
    queue.undoLatest();
    queue.add(deletion('api'));
    queue.forget();
    await vi.advanceTimersByTimeAsync(2 * undoMs);
    expect(happened).toEqual(['keep web']);
  });

  it('is done at once by “Delete now” and before a lock, each once', async () => {
    for (const name of ['web', 'api']) queue.add(deletion(name));
    queue.add(renamed('shop'));
    await queue.end(idOf('Deleted web'));
    await queue.settle();
    await vi.advanceTimersByTimeAsync(2 * undoMs);
    expect(happened).toEqual(['delete web', 'delete api']);
  });

  it('keeps nobody from locking, however long its answer takes', async () => {
    const act = deletion('web');
    if (act.held) queue.add({ ...act, held: { ...act.held, perform: () => new Promise(() => undefined) } });
    const settled = queue.settle();
    await vi.advanceTimersByTimeAsync(undoMs);
    await settled;
  });

  it('comes back with the reason where it is refused', async () => {
    queue.add(deletion('web', 'You may no longer delete it.'));
    await vi.advanceTimersByTimeAsync(undoMs);
    expect(queue.use.getState().entries[0]?.problem).toEqual({
      title: 'web was not deleted',
      detail: 'You may no longer delete it.',
    });
  });

  it('waits while the time stands still, and what comes meanwhile has its ten seconds too', async () => {
    queue.add(deletion('web'));
    await vi.advanceTimersByTimeAsync(4_000);
    queue.pause();
    await vi.advanceTimersByTimeAsync(60_000);
    queue.add(deletion('api'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(happened).toEqual([]);
    queue.resume();
    await vi.advanceTimersByTimeAsync(undoMs - 4_000);
    expect(happened).toEqual(['delete web']);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(happened).toEqual(['delete web', 'delete api']);
  });
});

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), name: fc.string() }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(undoMs + 1) }),
  fc.constantFrom(...(['undo', 'end', 'settle', 'pause', 'resume'] as const).map((name) => ({ do: name }))),
);

it('whatever is pressed and however long it takes, each held act is done or taken back exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const some = new UndoQueue();
      const ends = new Map<number, string[]>();
      let added = 0;
      for (const one of steps) {
        if (one.do === 'add') {
          added += 1;
          const seen: string[] = [];
          ends.set(added, seen);
          const end = (how: string) => async () => void seen.push(how);
          const act = deletion(one.name);
          if (act.held) some.add({ ...act, undo: end('kept'), held: { ...act.held, perform: end('done') } });
        } else if (one.do === 'wait') await vi.advanceTimersByTimeAsync(one.ms);
        else if (one.do === 'undo') some.undoLatest();
        else if (one.do === 'end') await some.end(some.use.getState().entries[0]?.id ?? -1);
        else await some[one.do]();
      }
      some.resume();
      await vi.advanceTimersByTimeAsync(2 * undoMs);
      for (const seen of ends.values()) expect(seen).toHaveLength(1);
      expect(some.use.getState().entries).toEqual([]);
    }),
  );
});
