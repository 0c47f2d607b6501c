const dayMs = 24 * 60 * 60 * 1_000;

/** How near the end of a certificate is: not begun, far, within 30, 14 and 3 days, and past. */
export const certificateStandings = ['early', 'good', 'month', 'fortnight', 'days', 'ended'] as const;
export type CertificateStanding = (typeof certificateStandings)[number];

/** Where an instant stands in the life of a certificate; all three in epoch milliseconds. */
export function standingOf(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  now: number,
): CertificateStanding {
  const left = notAfter - now;
  if (left <= 0) return 'ended';
  if (now < notBefore) return 'early';
  if (left <= 3 * dayMs) return 'days';
  if (left <= 14 * dayMs) return 'fortnight';
  return left <= 30 * dayMs ? 'month' : 'good';
}

/** Whether visitors accept a certificate of this standing now. */
export const isAccepted = (standing: CertificateStanding): boolean =>
  standing !== 'early' && standing !== 'ended';
