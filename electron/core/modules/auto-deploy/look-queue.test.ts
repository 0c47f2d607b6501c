import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LookQueue } from './look-queue.ts';

const work = (most: number) => {
  const begun: { key: string; end: PromiseWithResolvers<string> }[] = [];
  const queue = new LookQueue((key) => {
    const end = Promise.withResolvers<string>();
    begun.push({ key, end });
    return end.promise;
  }, most);
  return { queue, begun, keys: () => begun.map(({ key }) => key).join('') };
};

describe('looks at branches', () => {
  it('are one at a time of each, and whoever asks while one waits gets what that comes to', async () => {
    const { queue, begun, keys } = work(4);
    const [first, second, third] = [queue.ask('a'), queue.ask('a'), queue.ask('a')];
    expect(keys()).toBe('a');
    begun[0]?.end.resolve('one');
    expect(await first).toBe('one');
    await turn();
    expect(keys()).toBe('aa');
    begun[1]?.end.resolve('two');
    expect(await Promise.all([second, third])).toEqual(['two', 'two']);
  });

  it('are so many at once, and one that fails makes room as well', async () => {
    const { queue, begun, keys } = work(2);
    const asked = ['a', 'b', 'c'].map((key) => queue.ask(key));
    expect(keys()).toBe('ab');
    begun[0]?.end.reject(new Error('no'));
    await expect(asked[0]).rejects.toThrow('no');
    await turn();
    expect(keys()).toBe('abc');
  });
});
