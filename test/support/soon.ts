/**
 * What happens within a second of its cause is given this long in a test, so that a busy machine can't fail it. What
 * it keeps apart from is waiting for a time-out, for the next look, or for ever.
 */
export const soonMs = 15_000;

/**
 * Whether a promise settles, either way, before some other work has ended. An order of events holds on a machine of any
 * speed, where a number of milliseconds does not.
 */
export async function settlesBefore(
  promise: Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, work().then(() => false)]);
}

/** A hundred turns of the event loop: all that follows from what was done already has happened by then. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
