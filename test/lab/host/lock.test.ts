import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { spawnNode } from '#test/support/child.ts';
import { withLock } from './lock.ts';

const name = `test-${process.pid}`;

describe('withLock', () => {
  test('lets one at a time work, also when the one before fails', async () => {
    const steps: string[] = [];
    const work = (label: string, fails: boolean) =>
      withLock(name, async () => {
        steps.push(`${label} in`);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`${label} out`);
        if (fails) throw new Error(label);
      });
    await Promise.allSettled([work('a', true), work('b', false), work('c', true)]);
    expect(steps).toHaveLength(6);
    for (let index = 0; index < 6; index += 2)
      expect(steps[index + 1]).toBe(steps[index]?.replace('in', 'out'));
  });

  test('is free again after its holder was killed', async () => {
    const lockModule = new URL('lock.ts', import.meta.url).href;
    const code = `const { withLock } = await import(${JSON.stringify(lockModule)});
      await withLock(${JSON.stringify(name)}, () => { console.log('held'); return new Promise(() => setInterval(() => {}, 1000)); });`;
    const holder = spawnNode('--input-type=module', '--eval', code);
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    expect(await withLock(name, async () => 'mine')).toBe('mine');
  });
});
