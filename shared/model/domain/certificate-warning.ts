const dayMs = 24 * 60 * 60 * 1_000;

/** How many days before its end somebody is told of a certificate; 0 once it has ended. */
export const warningDays = [0, 1, 7, 14, 30] as const;

export interface Lifetime {
  /** Epoch milliseconds, as are the others. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Whether a proxy renews it, which it does once a third of its time is left: until then nothing is wrong. */
  readonly isRenewed: boolean;
}

/**
 * Which of those is due now, the nearest one: who slept through the others is told of it alone. Null for none; a time that
 * is as long as the certificate's own, or as that in which it is renewed anyway, is none.
 */
export function dueWarning({ notBefore, notAfter, isRenewed }: Lifetime, now: number): number | null {
  const left = notAfter - now;
  const longest = (notAfter - notBefore) / (isRenewed ? 3 : 1);
  const due = warningDays.find((days) => left <= days * dayMs && days * dayMs < longest);
  return due ?? null;
}
