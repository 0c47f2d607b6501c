const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** How long a session lives without a request, and at most; longer where somebody chose to stay signed in. */
const lifetimes = {
  usual: { idleMs: 12 * hourMs, longestMs: 7 * dayMs },
  remembered: { idleMs: 30 * dayMs, longestMs: 90 * dayMs },
} as const;

/** What the clock has to do with a session. */
export interface SessionTimes {
  readonly is_remembered: 0 | 1;
  readonly transport: string;
  readonly created_at: number;
  readonly seen_at: number;
  readonly active_at: number;
  readonly locked_at: number | null;
  readonly lock_after_minutes: number | null;
}

/** The instant from which on a session is over. */
export const endOf = (session: SessionTimes): number => {
  const { idleMs, longestMs } = session.is_remembered ? lifetimes.remembered : lifetimes.usual;
  return Math.min(session.seen_at + idleMs, session.created_at + longestMs);
};

/** What a window gets to say by itself that nobody was there. */
const graceMs = 15_000;

/**
 * Whether a session is locked: by its window, or by the host after as many minutes without input. The command
 * line, which has no window that could be left alone, is not.
 */
export const isLocked = (session: SessionTimes, now: number): boolean => {
  if (session.locked_at !== null) return true;
  if (session.lock_after_minutes === null || session.transport === 'http') return false;
  return now > session.active_at + session.lock_after_minutes * 60_000 + graceMs;
};
