/**
 * Lets so many through at once and so many a second after that; answers the wait in milliseconds, 0 for none. `cost` is
 * how many a call counts for, 1 where it says nothing.
 */
export const createBucket = (
  { most, perSecond }: { most: number; perSecond: number },
  now: () => number,
): ((cost?: number) => number) => {
  let left = most;
  let filledAt = now();
  return (cost = 1) => {
    const at = now();
    left = Math.min(most, left + (Math.max(0, at - filledAt) / 1_000) * perSecond);
    filledAt = at;
    if (left < cost) return Math.ceil(((cost - left) / perSecond) * 1_000);
    left -= cost;
    return 0;
  };
};
