const hourMs = 3_600_000;

/** How long an invitation still works: `6 days left`, `47 h left`, `12 min left`, `expired`. */
export const timeLeft = (expiresAt: string, now: number): string => {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return 'expired';
  if (left >= 72 * hourMs) return `${Math.floor(left / (24 * hourMs))} days left`;
  if (left >= hourMs) return `${Math.floor(left / hourMs)} h left`;
  return `${Math.max(1, Math.floor(left / 60_000))} min left`;
};

/** Whether its inviter should see to it. */
export const isNearlyOver = (expiresAt: string, now: number): boolean =>
  Date.parse(expiresAt) - now < 6 * hourMs;
