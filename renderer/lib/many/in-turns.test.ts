import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

it('runs no more at once than it may, each in its turn, and goes on after one that fails', async () => {
  const turn = inTurns(2);
  const started: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const all = gates.map(({ promise }, at) =>
    turn(async () => {
      started.push(at);
      await promise;
    }),
  );
  const settled = Promise.allSettled(all);
  expect(started).toEqual([0, 1]);
  gates[1]?.reject(new Error('no'));
  await expect.poll(() => started).toEqual([0, 1, 2]);
  gates[2]?.resolve();
  await expect.poll(() => started).toEqual([0, 1, 2, 3]);
  for (const { resolve } of gates) resolve();
  expect((await settled).map(({ status }) => status === 'fulfilled')).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});
