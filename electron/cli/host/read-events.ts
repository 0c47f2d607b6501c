import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

/** One server-sent event. */
export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
}

const parse = (block: string): ServerEvent | undefined => {
  const fields = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
  const data = fields.flatMap(([, name, value = '']) => (name === 'data' ? [value] : [])).join('\n');
  const name = fields.find(([, each]) => each === 'event')?.[2] ?? 'message';
  return data === '' ? undefined : { name, data: parsed(data) };
};

const parsed = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure('The host sent an event that is not JSON. Is it a Quayside?', exitCodes.failed);
  }
};

/** Cuts a stream of text into server-sent events. Source: HTML, 9.2.6. */
export async function* readEvents(chunks: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (event) yield event;
    }
  }
}
