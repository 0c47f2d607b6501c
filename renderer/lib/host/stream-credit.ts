import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';

/** The host sends at most 16 batches ahead; half of that keeps it busy while an acknowledgement travels. */
const acknowledgeEvery = 8;

interface StreamContext extends ClientContext {
  readonly streamId?: string;
}

/** The header that names a call's stream to the host, should it turn out to be one. */
export const streamHeaders = ({ context }: { context: StreamContext }): Record<string, string> =>
  context.streamId ? { 'x-stream-id': context.streamId } : {};

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;

/** Counts what the reader has taken and tells the host; a lost acknowledgement means a lost connection. */
const acknowledged = (
  source: AsyncIterator<unknown>,
  tell: (received: number) => void,
): AsyncIterableIterator<unknown> => {
  let received = 0;
  const iterator: AsyncIterableIterator<unknown> = {
    next: async () => {
      const result = await source.next();
      received += 1;
      if (!result.done && received % acknowledgeEvery === 0) tell(received);
      return result;
    },
    return: async (value) => (source.return ? source.return(value) : { done: true, value }),
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

/** Calls through a link such that every stream is read under credit (the host's `rpc/stream-credit.ts`). */
export const callWithCredit = async (
  link: ClientLink<ClientContext>,
  path: readonly string[],
  input: unknown,
  options: ClientOptions<ClientContext>,
): Promise<unknown> => {
  const streamId = crypto.randomUUID();
  const output = await link.call(path, input, { ...options, context: { ...options.context, streamId } });
  if (!isStream(output)) return output;
  return acknowledged(output, (received) => {
    link.call(['changes', 'acknowledge'], { streamId, received }, { context: {} }).catch(() => undefined);
  });
};
