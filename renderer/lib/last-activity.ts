import { age } from './format.ts';

const hourMs = 3_600_000;
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

/** When something was used last, where uses are noted by the hour that they fall in. */
export function lastUse(usedAt: string | null | undefined, now: number = Date.now()): string {
  if (!usedAt) return 'never';
  return now - Date.parse(usedAt) < hourMs ? 'within the hour' : age(usedAt, now);
}

/** Reads anew when a page is opened or come back to: activity is announced by no change of anything. */
export const activityFreshness = { staleTime: 60_000, refetchOnWindowFocus: true } as const;
