import { type AppError, isAppError } from '#shared/model/errors.ts';
import type { Clock } from '../clock.ts';
import { Latch } from '../events/latch.ts';
import type { Reach } from '../reach.ts';

const steadyMs = 30_000;
const retryMs = { first: 500, most: 15_000 } as const;

/** Why a step could not be done that may be done soon: the connection is lost, or Docker does not run. */
type Lost = AppError<'UNREACHABLE'> | AppError<'REMOTE_FAILED'>;

interface Persistence {
  readonly clock: Clock;
  readonly servers: Pick<Reach, 'onState'>;
  readonly serverId: string;
  /** How long a lost server is waited for. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  onLost(error: Lost): void;
}

/**
 * Does an idempotent step, again with back-off while the server or its Docker cannot be reached, and at once when the
 * server is back. After the patience, or where only a person can help (host key, sign-in), the error is passed on.
 */
export async function persist<T>(step: () => Promise<T>, parts: Persistence): Promise<T> {
  const { clock, patienceMs, signal } = parts;
  let lostAt: number | undefined;
  let wait: number = retryMs.first;
  for (;;) {
    const began = clock.elapsed();
    try {
      return await step();
    } catch (error) {
      const now = clock.elapsed();
      // a step that went on for a while had its connection back
      const isNewLoss = lostAt === undefined || now - began > steadyMs;
      if (isNewLoss) wait = retryMs.first;
      lostAt = isNewLoss ? now : lostAt;
      const isOver = lostAt !== undefined && now - lostAt > patienceMs;
      if (signal.aborted || !isTransient(error) || isOver) throw error;
      parts.onLost(error);
      await untilReachable(parts, wait);
      if (signal.aborted) throw error;
      wait = Math.min(wait * 2, retryMs.most);
    }
  }
}

/**
 * A lost connection comes back, and Docker a while after the sshd of a server that was restarted; a refused key or a changed
 * host key needs a person.
 */
const isTransient = (error: unknown): error is Lost => {
  if (isAppError(error, 'REMOTE_FAILED')) return error.data.isPassing === true;
  return isAppError(error, 'UNREACHABLE') && error.data.reason !== 'host-key' && error.data.reason !== 'auth';
};

const untilReachable = async (parts: Persistence, waitMs: number): Promise<void> => {
  const latch = new Latch(parts.clock);
  const stop = parts.servers.onState((serverId, { state }) => {
    if (serverId === parts.serverId && state === 'up') latch.open();
  });
  try {
    await latch.wait(waitMs, parts.signal);
  } finally {
    stop();
  }
};
