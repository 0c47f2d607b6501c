import type { IncomingMessage } from 'node:http';
import { AppError } from '#shared/model/errors.ts';
import { readChunks, type StreamBounds } from './chunks.ts';
import { dockerNonsense } from './failure.ts';

/** No single JSON value of a stream may be longer. */
const maxLineBytes = 1024 * 1024;

/** Splits a stream of JSON values, one a line; `text` is the line itself, for numbers JSON.parse would round. */
export async function* readJsonLines(
  response: IncomingMessage,
  bounds: StreamBounds,
): AsyncGenerator<{ value: unknown; text: string }> {
  const { server, action } = bounds;
  const toValue = (line: Buffer) => {
    const text = line.toString('utf8');
    try {
      return { value: JSON.parse(text) as unknown, text };
    } catch (error) {
      throw dockerNonsense(server, action, error);
    }
  };
  let rest = Buffer.alloc(0);
  for await (const chunk of readChunks(response, bounds)) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      if (line.toString('latin1').trim()) yield toValue(line);
    }
    if (rest.length > maxLineBytes)
      throw new AppError('LIMIT', { what: `A line of Docker's answer (${action})`, limit: maxLineBytes });
  }
  if (rest.toString('latin1').trim() && !bounds.signal?.aborted) yield toValue(rest);
}
