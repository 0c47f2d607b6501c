/**
 * Passes a stream on and maps what it throws: oRPC's interceptors see a call end when its stream begins, so
 * without this a failure in the middle of one would reach the reader as an unknown error.
 */
export async function* mapStreamErrors(
  source: AsyncIterable<unknown>,
  map: (error: unknown) => Promise<unknown>,
): AsyncGenerator<unknown, void> {
  try {
    yield* source;
  } catch (error) {
    throw await map(error);
  }
}

export const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
