import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../http/problem.ts';
import { securityHeaders } from '../http/security-headers.ts';

const heartbeatMs = 15_000;
/** How long an answer waits for its first item: what is wrong with the request itself is found at once. */
const graceMs = 200;

const aborted = (signal: AbortSignal): Promise<'aborted'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });

/** Waits until the reader has taken what was written: a slow one makes the source wait, not memory grow. */
const drained = (response: ServerResponse, stop: Promise<'aborted'>): Promise<unknown> =>
  Promise.race([new Promise((resolve) => response.once('drain', resolve)), stop]);

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Sends a stream as server-sent events: `message` for each item, then `done`, or `error` with a problem. Ends
 * when the reader goes or `signal` aborts, and closes the source in every case. Rejects, having sent nothing, with what
 * the source throws at once: then the refusal is an answer of its own. Source: HTML, 9.2.
 */
export const sendEvents = async (
  response: ServerResponse,
  source: AsyncIterable<unknown>,
  parts: { signal: AbortSignal; problemOf: (error: unknown) => Problem },
): Promise<void> => {
  const stop = aborted(parts.signal);
  const iterator = source[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<unknown>> | undefined = iterator.next();
  await Promise.race([first, stop, delay(graceMs)]);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': alive\n\n'), heartbeatMs);
  try {
    while (true) {
      const next = await Promise.race([first ?? iterator.next(), stop]);
      first = undefined;
      if (next === 'aborted') break;
      if (next.done) {
        response.write(event('done', {}));
        break;
      }
      if (!response.write(event('message', next.value))) await drained(response, stop);
    }
  } catch (error) {
    response.write(event('error', parts.problemOf(error)));
  } finally {
    clearInterval(heartbeat);
    // A source that waits for something closes once its own signal reaches it; nobody has to wait for that.
    iterator.return?.()?.catch(() => response.destroy());
    response.end();
  }
};
