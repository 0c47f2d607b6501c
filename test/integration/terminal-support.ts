import type { TerminalEvent } from '#shared/contract/terminal.ts';
import type { TestClient } from '#test/support/create-test-core.ts';

/** The id of a terminal, which its first event tells. */
export const terminalIdOf = (first: IteratorResult<TerminalEvent, unknown>): string =>
  !first.done && first.value.type === 'opened' ? first.value.terminalId : '';

const patienceMs = 60_000;

/** What a program asks that wants to know where the cursor is, and a terminal's answer. */
const cursor = { question: '\u001b[6n', answer: '\u001b[1;1R' };

/**
 * Reads a terminal until it shows that, answers as a terminal does when it is asked for the cursor, and resolves with
 * all that it showed. Rejects with that where it ends before, or shows nothing more for a minute.
 */
export async function untilText(
  client: Pick<TestClient, 'terminal'>,
  terminalId: string,
  stream: AsyncIterator<TerminalEvent>,
  pattern: RegExp,
): Promise<string> {
  let text = '';
  while (!pattern.test(text)) {
    const { value, done } = await Promise.race([
      stream.next(),
      silence(() => `silent before ${pattern}: ${text}`),
    ]);
    if (done || value.type !== 'data') throw new Error(`ended before ${pattern}: ${text}`);
    const data = Buffer.from(value.data, 'base64').toString('utf8');
    text += data;
    if (data.includes(cursor.question)) await client.terminal.write({ terminalId, data: cursor.answer });
  }
  return text;
}

const silence = (why: () => string): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(why())), patienceMs).unref();
  });
