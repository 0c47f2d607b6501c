import type { EventEmitter } from 'node:events';
import type { Log } from '#core/host.ts';

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/**
 * A rejection that nobody waited for is told, and the host serves on: no transaction spans an await, so
 * nothing is half done. An exception that nobody caught leaves who knows what behind: it is told, and `end`
 * is called; deployments are taken up again at the next start.
 */
export const tellBugs = (process: EventEmitter, log: Log, end: () => void): void => {
  process.on('unhandledRejection', (error: unknown) =>
    log.error('a rejection was not handled', { stack: stackOf(error) }),
  );
  process.on('uncaughtException', (error: unknown) => {
    log.error('an exception was not caught', { stack: stackOf(error) });
    end();
  });
};
