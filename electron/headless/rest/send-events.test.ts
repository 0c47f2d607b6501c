import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { problemFor } from '../http/problem.ts';
import { sendEvents } from './send-events.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0)) undo();
});

const serve = async (source: AsyncIterable<unknown>, stop = new AbortController()) => {
  const server = createServer((request, response: ServerResponse) => {
    const gone = new AbortController();
    request.socket.once('close', () => gone.abort());
    void sendEvents(response, source, {
      signal: AbortSignal.any([gone.signal, stop.signal]),
      problemOf: (error) => problemFor('CANCELLED', { what: String(error) }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

it('sends what comes, and says when it is over', async () => {
  const url = await serve(
    (async function* () {
      yield { text: 'a\nb' };
      yield 2;
    })(),
  );
  const text = await (await fetch(url)).text();
  expect(text).toBe(
    'event: message\ndata: {"text":"a\\nb"}\n\nevent: message\ndata: 2\n\nevent: done\ndata: {}\n\n',
  );
});

it('sends a failure as a problem', async () => {
  const url = await serve(
    (async function* () {
      yield 1;
      throw new Error('no');
    })(),
  );
  expect(await (await fetch(url)).text()).toContain(
    'event: error\ndata: {"type":"urn:quayside:problem:CANCELLED"',
  );
});

it('lets a slow reader slow the source down instead of filling memory', async () => {
  let produced = 0;
  const url = await serve(
    (async function* () {
      for (; produced < 100_000; produced += 1) yield 'x'.repeat(65_536);
    })(),
  );
  const response = await fetch(url);
  const reader = response.body?.getReader();
  await reader?.read();
  let before = -1;
  while (produced !== before) {
    before = produced;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(produced).toBeLessThan(2_000);
  await reader?.cancel();
});

it('closes the source when the reader goes and when the host stops', async () => {
  for (const how of ['reader', 'host'] as const) {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: (() => {
          let count = 0;
          return () => {
            count += 1;
            return count === 1
              ? Promise.resolve({ done: false as const, value: 1 })
              : new Promise<IteratorResult<unknown>>(() => undefined);
          };
        })(),
        return: async () => {
          closed.resolve();
          return { done: true as const, value: undefined };
        },
      }),
    };
    const reader = (await fetch(await serve(source, stop))).body?.getReader();
    await reader?.read();
    if (how === 'reader') await reader?.cancel();
    else stop.abort();
    await closed.promise;
  }
});
