import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEvents, type ServerEvent } from './read-events.ts';

async function* inPieces(text: string, cuts: readonly number[]): AsyncGenerator<string, void> {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  for (let index = 1; index < at.length; index += 1) yield text.slice(at[index - 1], at[index]);
}

it('reads every event, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (items, cuts) => {
        const text = items
          .map((item) => `: alive\n\nevent: message\ndata: ${JSON.stringify(item)}\n\n`)
          .join('');
        const events: ServerEvent[] = [];
        for await (const event of readEvents(inPieces(`${text}event: done\ndata: {}\n\n`, cuts)))
          events.push(event);
        expect(events.map(({ data }) => JSON.stringify(data))).toEqual([
          ...items.map((item) => JSON.stringify(item)),
          '{}',
        ]);
        expect(events.at(-1)?.name).toBe('done');
      },
    ),
  );
});
