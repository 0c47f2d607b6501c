import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

it('runs no more at once than it may, each in its turn, also after one that fails and once all have run', async () => {
  const turn = inTurns(2);
  const round = () => {
    const started: number[] = [];
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    const all = gates.map(({ promise }, at) =>
      turn(async () => {
        started.push(at);
        await promise;
      }),
    );
    return { started, gates, settled: Promise.allSettled(all) };
  };
  const first = round();
  expect(first.started).toEqual([0, 1]);
  first.gates[1]?.reject(new Error('no'));
  await expect.poll(() => first.started).toEqual([0, 1, 2]);
  for (const { resolve } of first.gates) resolve();
  const outcomes = (await first.settled).map(({ status }) => status === 'fulfilled');
  expect(outcomes).toEqual([true, false, true, true, true]);
  expect(first.started).toEqual([0, 1, 2, 3, 4]);

  const second = round();
  expect(second.started).toEqual([0, 1]);
  for (const { resolve } of second.gates) resolve();
  await second.settled;
});
