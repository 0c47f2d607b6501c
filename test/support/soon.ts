/**
 * What happens within a second of its cause is given this long in a test, so that a busy machine can't fail it. What
 * it keeps apart from is waiting for a time-out, for the next look, or for ever.
 */
export const soonMs = 15_000;
