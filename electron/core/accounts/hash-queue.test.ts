import { expect, it } from 'vitest';
import { HashQueue } from './hash-queue.ts';

const limits = { atOnce: 1, known: 2, perStranger: 3, strangers: 5 };

/** A queue with one piece of work under way, and the order in which the others were begun. */
const busy = () => {
  const queue = new HashQueue(limits);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const all: Promise<unknown>[] = [queue.run(() => gate.promise)];
  const want = (name: string, lane?: string) => {
    const done = queue.run(async () => order.push(name), lane);
    all.push(done);
    return done;
  };
  const end = () => {
    gate.resolve();
    return Promise.all(all);
  };
  return { order, want, end };
};

it('serves those who are known first, and strangers in rotation', async () => {
  const { order, want, end } = busy();
  for (const name of ['a1', 'a2', 'a3']) void want(name, 'a');
  void want('b1', 'b');
  void want('known');
  await end();
  expect(order).toEqual(['known', 'a1', 'b1', 'a2', 'a3']);
});

it('refuses what is too much of one stranger, and keeps room for those who are known', async () => {
  const { want, end, order } = busy();
  for (const name of ['a1', 'a2', 'a3']) void want(name, 'a');
  await expect(want('a4', 'a').catch((error: unknown) => error)).resolves.toMatchObject({ code: 'LIMIT' });
  void want('b1', 'b');
  void want('c1', 'c');
  await expect(want('d1', 'd').catch((error: unknown) => error)).resolves.toMatchObject({ code: 'LIMIT' });
  void want('known');
  await end().catch(() => undefined);
  await expect.poll(() => order).toEqual(['known', 'a1', 'b1', 'c1', 'a2', 'a3']);
});

it('goes on after work that failed', async () => {
  const queue = new HashQueue(limits);
  await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run(async () => 'next')).toBe('next');
});
