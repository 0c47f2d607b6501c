import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepTrying } from './keep-trying.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const failing = (times: number) => {
  let tries = 0;
  return vi.fn(async () => {
    tries += 1;
    if (tries <= times) throw new Error('not connected');
  });
};

it('what fails is done again until it is done, each failure told', async () => {
  const act = failing(3);
  const onFailure = vi.fn();
  const done = keepTrying(act, { isGivenUp: () => false, onFailure });
  await vi.runAllTimersAsync();
  await done;
  expect([act.mock.calls.length, onFailure.mock.calls.length]).toEqual([4, 3]);
});

it('what is given up is not done again', async () => {
  let isGivenUp = false;
  const act = failing(Number.POSITIVE_INFINITY);
  const done = keepTrying(act, {
    isGivenUp: () => isGivenUp,
    onFailure: () => {
      isGivenUp = true;
    },
  });
  await vi.runAllTimersAsync();
  await done;
  expect(act).toHaveBeenCalledOnce();
});
