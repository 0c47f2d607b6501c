import type { EventEmitter } from 'node:events';
import type { Log } from '#core/host.ts';

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const againAfterMs = 60_000;
const mostKnown = 1_000;

/**
 * A rejection that nobody waited for is told, once a minute for each stack and then with the number of its kind, and
 * the host serves on: no transaction spans an await, so nothing is half done. An exception that nobody caught leaves
 * who knows what behind: it is told, and `end` is called; deployments are taken up again at the next start.
 */
export const tellBugs = (process: EventEmitter, log: Log, end: () => void, now = Date.now): void => {
  const known = new Map<string, { toldAt: number; untold: number }>();
  process.on('unhandledRejection', (error: unknown) => {
    const stack = stackOf(error);
    const before = known.get(stack);
    if (before && Math.abs(now() - before.toldAt) < againAfterMs) {
      before.untold += 1;
      return;
    }
    if (known.size >= mostKnown) known.clear();
    known.set(stack, { toldAt: now(), untold: 0 });
    const times = before ? before.untold + 1 : 1;
    log.error('a rejection was not handled', times === 1 ? { stack } : { stack, times });
  });
  process.on('uncaughtException', (error: unknown) => {
    log.error('an exception was not caught', { stack: stackOf(error) });
    end();
  });
};
