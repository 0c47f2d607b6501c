import { describe, expect, it } from 'vitest';
import { toBase64 } from './bytes.ts';
import type { TerminalEvent, TerminalPort } from './terminal-port.ts';
import { startTerminalSession, type TerminalState } from './terminal-session.ts';

type Script = (TerminalEvent | Error)[];

const stage = (scripts: Script[], remembered?: string) => {
  const opened: (string | undefined)[] = [];
  const written: string[] = [];
  const states: TerminalState[] = [];
  const shown: string[] = [];
  let memory = remembered;
  const ended = Promise.withResolvers<void>();
  const port: TerminalPort = {
    open: async ({ terminalId }) => {
      opened.push(terminalId);
      const script = scripts.shift() ?? [];
      if (script[0] instanceof Error) throw script[0];
      return (async function* () {
        for (const event of script) {
          if (event instanceof Error) throw event;
          yield event;
        }
      })();
    },
    write: async (_id, data) => written.push(data),
    resize: async () => undefined,
    close: async () => undefined,
    errorText: (error) => String(error),
    isFinal: (error) => error instanceof Error && error.message === 'forbidden',
    isGone: (error) => error instanceof Error && error.message === 'gone',
  };
  const session = startTerminalSession({
    port,
    memory: {
      get: () => memory,
      set: (id) => {
        memory = id;
      },
    },
    size: () => ({ columns: 80, rows: 24 }),
    onBytes: (bytes) => shown.push(new TextDecoder().decode(bytes)),
    onReplay: () => shown.push('|'),
    onState: (state) => {
      states.push(state);
      if (state.name === 'closed') ended.resolve();
    },
    delayMs: 1,
  });
  return { session, opened, written, states, shown, ended: ended.promise, memory: () => memory };
};

const data = (text: string): TerminalEvent => ({
  type: 'data',
  data: toBase64(new TextEncoder().encode(text)),
});
const opened = (terminalId: string): TerminalEvent => ({ type: 'opened', terminalId });
const closed: TerminalEvent = { type: 'closed', exitCode: 0 };

describe('a terminal', () => {
  it('shows the bytes as they come and ends with the shell', async () => {
    const it = stage([[opened('t1'), data('héllo'), closed]]);
    await it.ended;
    expect(it.shown).toEqual(['|', 'héllo']);
    expect(it.states.at(-1)).toEqual({ name: 'closed', reason: 'The shell has ended with exit code 0.' });
    expect(it.memory()).toBeUndefined();
  });

  it('re-attaches to the remembered one', async () => {
    const it = stage([[opened('t7'), closed]], 't7');
    await it.ended;
    expect(it.opened).toEqual(['t7']);
  });

  it('opens a new one where the remembered one is gone', async () => {
    const it = stage([[new Error('gone')], [opened('t8'), closed]], 't7');
    await it.ended;
    expect(it.opened).toEqual(['t7', undefined]);
  });

  it('comes back to the same one after the connection was cut', async () => {
    const it = stage([
      [opened('t1'), data('a'), new Error('cut')],
      [new Error('cut')],
      [opened('t1'), data('a'), closed],
    ]);
    await it.ended;
    expect(it.opened).toEqual([undefined, 't1', 't1']);
    expect(it.shown).toEqual(['|', 'a', '|', '|', 'a']);
  });

  it('says why it may not be opened, and does not try again', async () => {
    const it = stage([[new Error('forbidden')], [opened('t1')]]);
    await it.ended;
    expect(it.opened).toHaveLength(1);
    expect(it.states.at(-1)).toEqual({ name: 'closed', reason: 'Error: forbidden' });
  });
});
