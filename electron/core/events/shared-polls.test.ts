import { expect, test } from 'vitest';
import { createSharedPolls } from './shared-polls.ts';

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });

test('a poll that fails ends for every reader with the reason, and starts anew for the next', async () => {
  let begun = 0;
  const polls = createSharedPolls(async () => {
    begun += 1;
    throw new Error('not there');
  });
  const { signal } = new AbortController();
  const readers = [polls.follow('srv', signal), polls.follow('srv', signal)];
  const results = await Promise.allSettled(readers.map((reader) => reader.next()));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(begun).toBe(1);
  await expect(polls.follow('srv', signal).next()).rejects.toThrow('not there');
  expect(begun).toBe(2);
});

test('a poll stops with its last reader', async () => {
  const stopped = Promise.withResolvers<void>();
  const polls = createSharedPolls(async (_key, _take, signal) => {
    await untilAborted(signal);
    stopped.resolve();
  });
  const [first, second] = [new AbortController(), new AbortController()];
  const reading = [polls.follow('srv', first.signal).next(), polls.follow('srv', second.signal).next()];
  first.abort();
  await reading[0];
  second.abort();
  await reading[1];
  await stopped.promise;
});

test('a reader that does not read is told the newest alone', async () => {
  const take = Promise.withResolvers<(sample: number) => void>();
  const polls = createSharedPolls<number>((_key, give, signal) => {
    take.resolve(give);
    return untilAborted(signal);
  });
  const { signal } = new AbortController();
  const reader = polls.follow('srv', signal);
  const first = reader.next();
  const give = await take.promise;
  give(0);
  expect((await first).value).toBe(0);
  for (let sample = 1; sample <= 10_000; sample += 1) give(sample);
  expect((await reader.next()).value).toBe(10_000);
  const next = reader.next();
  give(-1);
  expect((await next).value).toBe(-1);
  await reader.return();
});
