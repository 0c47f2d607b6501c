import { describe, expect, it } from 'vitest';
import { actOnEach, countWords, refusalWords } from './act-on-each.ts';

const things = ['web', 'api', 'worker'].map((name) => ({ name }));

describe('the same done to several things', () => {
  it('goes on after one that is refused, in their order, one at a time', async () => {
    const log: string[] = [];
    const outcomes = await actOnEach(things, async ({ name }) => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (name === 'api') throw new Error('no');
    });
    expect(log).toEqual(things.flatMap(({ name }) => [`${name} begins`, `${name} ends`]));
    expect(outcomes.map(({ of, problem }) => [of.name, problem !== undefined])).toEqual([
      ['web', false],
      ['api', true],
      ['worker', false],
    ]);
  });

  it('begins no further one once it is told to stop, and tells of each as it is known', async () => {
    const stopping = new AbortController();
    const told: string[] = [];
    const outcomes = await actOnEach(things, async ({ name }) => name === 'api' && stopping.abort(), {
      signal: stopping.signal,
      onOutcome: ({ of }) => told.push(of.name),
    });
    expect(outcomes.map(({ of }) => of.name)).toEqual(['web', 'api']);
    expect(told).toEqual(['web', 'api']);
  });

  it('is summed up with each refusal by name', () => {
    const [web, api, worker] = things.map((of) => ({ of }));
    if (!web || !api || !worker) throw new Error('three things');
    expect(countWords('deployed', [web, worker])).toBe('2 deployed');
    expect(refusalWords([web, worker])).toBeUndefined();
    const mixed = [web, { ...api, problem: 'It has no image.' }, { ...worker, problem: 'It is busy.' }];
    expect(countWords('deployed', mixed)).toBe('1 deployed, 2 refused');
    expect(refusalWords(mixed)).toBe('api: It has no image. worker: It is busy.');
  });
});
