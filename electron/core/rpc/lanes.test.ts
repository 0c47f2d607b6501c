import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

const drain = <T>(lanes: Lanes<T>): T[] => {
  const taken: T[] = [];
  for (let item = lanes.shift(); item !== undefined; item = lanes.shift()) taken.push(item);
  return taken;
};

it('go in rotation, and each keeps its own order', () => {
  const lanes = new Lanes<string>({ perLane: 10, most: 100 });
  for (const item of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) lanes.push(item[0], item);
  expect(drain(lanes)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

it('refuse what is too much of one lane, and too much of all', () => {
  const lanes = new Lanes<number>({ perLane: 2, most: 3 });
  expect([lanes.push('a', 1), lanes.push('a', 2), lanes.push('a', 3)]).toEqual([true, true, false]);
  expect([lanes.push('b', 4), lanes.push('c', 5)]).toEqual([true, false]);
  expect(lanes.size).toBe(3);
  expect(drain(lanes)).toEqual([1, 4, 2]);
  expect(lanes.size).toBe(0);
});

it('lose nothing and double nothing, whatever waits in whichever lane', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5)), (names) => {
      const lanes = new Lanes<number>({ perLane: 1_000, most: 1_000 });
      for (const [at, lane] of names.entries()) lanes.push(lane, at + 1);
      expect(drain(lanes).toSorted((a, b) => a - b)).toEqual(names.map((_, at) => at + 1));
    }),
  );
});
