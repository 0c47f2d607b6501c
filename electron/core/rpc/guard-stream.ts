/**
 * Passes a stream on, and ends it by throwing what `check` throws as soon as access changes such that the
 * stream would no longer be opened. `abort` stops the source, also where it is waiting.
 */
export async function* guardStream<T>(
  source: AsyncIterable<T>,
  parts: {
    /** Calls back when access may have changed; answers how to stop. */
    onChange: (listener: () => void) => () => void;
    /** Throws where the stream would be refused now. */
    check: () => void;
    abort: AbortController;
  },
): AsyncGenerator<T, void> {
  let refusal: { error: unknown } | null = null;
  const recheck = (): void => {
    try {
      parts.check();
    } catch (error) {
      refusal ??= { error };
      parts.abort.abort(error);
    }
  };
  const stop = parts.onChange(recheck);
  const iterator = source[Symbol.asyncIterator]();
  const refused = new Promise<never>((_, reject) => {
    parts.abort.signal.addEventListener('abort', () => {
      if (refusal) reject(refusal.error);
    });
  });
  // Without a reader at that moment the rejection is found by the next read instead.
  refused.catch(() => undefined);
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), refused]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    stop();
    parts.abort.abort();
    await iterator.return?.();
  }
}
