import { age } from './format.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Somebody who did something within this is at work now. */
const nowMs = 2 * 60_000;

interface Active {
  readonly activeAt?: string | null | undefined;
  /** The member who reads this, who therefore is active. */
  readonly isYou?: boolean;
}

/** When somebody did something last: `now`, `3 min ago`, `never`. */
export function lastActivity({ activeAt, isYou }: Active, now: number = Date.now()): string {
  if (isYou) return 'now';
  if (!activeAt) return 'never';
  return now - Date.parse(activeAt) < nowMs ? 'now' : age(activeAt, now);
}

interface Used {
  /** The hour that the use fell in, when it began. */
  readonly usedAt?: string | null | undefined;
  /** It was used no earlier than this. */
  readonly givenAt?: string;
}

/** When something was used last, no finer than it is noted: `within the last hour`, `today`, `3 days ago`. */
export function lastUse({ usedAt, givenAt }: Used, now: number = Date.now()): string {
  if (!usedAt) return 'never';
  const at = givenAt && givenAt > usedAt ? givenAt : usedAt;
  const since = now - Date.parse(at);
  if (since < hourMs) return 'within the last hour';
  if (since >= dayMs) return age(at, now);
  return new Date(at).getDate() === new Date(now).getDate() ? 'today' : 'yesterday';
}

/** Reads anew when a page is opened or come back to: activity is announced by no change of anything. */
export const activityFreshness = { staleTime: 60_000, refetchOnWindowFocus: true } as const;
