import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circleWith, type Dependencies, wavesOf } from './service-order.ts';

const ids = Array.from({ length: 12 }, (_, index) => `s${index}`);

/** Each waits for some of those before it, so that there is no circle, in an order that tells nothing. */
const acyclic = fc
  .tuple(
    fc.array(fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 })), { maxLength: 40 }),
    fc.shuffledSubarray(ids, { minLength: 12 }),
    fc.shuffledSubarray(ids),
  )
  .map(([pairs, order, chosen]) => {
    const dependencies = new Map<string, string[]>();
    for (const [a, b] of pairs) {
      const [from, to] = [order[Math.max(a, b)], order[Math.min(a, b)]];
      if (from && to && from !== to) dependencies.set(from, [...(dependencies.get(from) ?? []), to]);
    }
    return { dependencies, chosen };
  });

/** Everything that an id waits for, by any way. */
const allBefore = (dependencies: Dependencies, id: string): Set<string> => {
  const found = new Set<string>();
  const todo = [...(dependencies.get(id) ?? [])];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    todo.push(...(dependencies.get(next) ?? []));
  }
  return found;
};

describe('the waves of services', () => {
  it('are the database, then the API, then the front end', () => {
    const dependencies = new Map([
      ['web', ['api']],
      ['api', ['db', 'cache']],
    ]);
    expect(wavesOf(['web', 'api', 'cache', 'db', 'mail'], dependencies)).toEqual([
      ['cache', 'db', 'mail'],
      ['api'],
      ['web'],
    ]);
  });

  it('hold each chosen one once, behind all that it waits for, and no later than that asks', () => {
    fc.assert(
      fc.property(acyclic, ({ dependencies, chosen }) => {
        const waves = wavesOf(chosen, dependencies);
        expect(waves.flat().toSorted()).toEqual(chosen.toSorted());
        const waveOf = new Map(waves.flatMap((wave, index) => wave.map((id) => [id, index] as const)));
        for (const id of chosen) {
          const before = [...allBefore(dependencies, id)].flatMap((each) => waveOf.get(each) ?? []);
          expect(waveOf.get(id)).toBe(Math.max(-1, ...before) + 1);
        }
      }),
    );
  });
});

describe('a circle', () => {
  it('is named as the way that leads back', () => {
    const dependencies = new Map([
      ['web', ['mail', 'api']],
      ['api', ['db']],
    ]);
    expect(circleWith(dependencies, 'db', ['mail', 'web'])).toEqual(['db', 'web', 'api', 'db']);
    expect(circleWith(dependencies, 'db', ['db'])).toEqual(['db', 'db']);
    expect(circleWith(dependencies, 'web', ['db', 'mail'])).toBeNull();
  });

  it('is found exactly where what is wanted waits for it already, and is a way of dependencies', () => {
    const some = fc.tuple(acyclic, fc.constantFrom(...ids), fc.shuffledSubarray(ids, { maxLength: 3 }));
    fc.assert(
      fc.property(some, ([{ dependencies }, id, wanted]) => {
        const closes = wanted.some((each) => each === id || allBefore(dependencies, each).has(id));
        const circle = circleWith(dependencies, id, wanted);
        expect(circle !== null).toBe(closes);
        const after = new Map([...dependencies, [id, wanted]]);
        for (const [index, from] of (circle ?? []).slice(0, -1).entries()) {
          expect(after.get(from)).toContain(circle?.[index + 1]);
        }
        expect([circle?.[0], circle?.at(-1)]).toEqual(closes ? [id, id] : [undefined, undefined]);
      }),
    );
  });
});
