import type { IncomingMessage } from 'node:http';
import { unreachable } from '../ssh/failure.ts';

export interface StreamBounds {
  readonly server: string;
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The chunks of an endless answer. Ends quietly when the signal aborts or the reader stops, either of which
 * also ends the request; a cut connection is UNREACHABLE.
 */
export async function* readChunks(
  response: IncomingMessage,
  { server, signal }: StreamBounds,
): AsyncGenerator<Buffer> {
  const stop = () => response.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted) return;
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    if (!signal?.aborted) throw unreachable(server, error);
  } finally {
    signal?.removeEventListener('abort', stop);
    response.destroy();
  }
}
