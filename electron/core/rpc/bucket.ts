/** Lets so many through at once and so many a second after that; answers the wait in milliseconds, 0 for none. */
export const createBucket = (
  { most, perSecond }: { most: number; perSecond: number },
  now: () => number,
): (() => number) => {
  let left = most;
  let filledAt = now();
  return () => {
    const at = now();
    left = Math.min(most, left + (Math.max(0, at - filledAt) / 1_000) * perSecond);
    filledAt = at;
    if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1_000);
    left -= 1;
    return 0;
  };
};
