import { isAppError } from '#shared/model/errors.ts';
import type { Log } from '../host.ts';

/**
 * Does something at intervals for as long as the process lives otherwise; answers how to stop. A failure is logged and
 * the next turn tries again: an exception of a timer would end the process. A full disk is told of by the store itself.
 */
export function every(
  ms: number,
  work: () => void,
  { log, what }: { readonly log: Log; readonly what: string },
): () => void {
  const timer = setInterval(() => {
    try {
      work();
    } catch (error) {
      if (!isAppError(error, 'LIMIT')) log.error(`${what} failed`, { error: String(error) });
    }
  }, ms).unref();
  return () => clearInterval(timer);
}
