/** The wait before the nth try in a row (n ≥ 1): doubling from a second to the cap, jittered down to half. */
export const backoffMs = (failures: number, maxMs: number, random: () => number = Math.random): number => {
  const full = Math.min(maxMs, 1_000 * 2 ** Math.min(failures - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
};
