import { Terminal } from '@xterm/xterm';
import { afterEach, describe, expect, it } from 'vitest';
import { guardPastes, withoutLinks } from './harden-terminal.ts';

const esc = '\u001b';
let terminal: Terminal;
afterEach(() => terminal.dispose());

const written = (text: string): Promise<void> => new Promise((resolve) => terminal.write(text, resolve));
const firstLine = (): string | undefined => terminal.buffer.active.getLine(0)?.translateToString(true);
/** What xterm keeps of links; it tells of them by nothing that is public. */
const links = (): number => {
  const core: unknown = Reflect.get(terminal, '_core');
  const service: unknown = Reflect.get(core as object, '_oscLinkService');
  return (Reflect.get(service as object, '_dataByLinkId') as Map<number, unknown>).size;
};

describe('what a machine says', () => {
  const link = `${esc}]8;;https://evil.example${esc}\\a safe place${esc}]8;;${esc}\\`;

  it('makes a link in an xterm that nobody hardened', async () => {
    terminal = new Terminal();
    await written(link);
    expect(links()).toBe(1);
  });

  it('makes no link, and is shown all the same', async () => {
    terminal = new Terminal();
    withoutLinks(terminal);
    await written(link);
    expect([firstLine(), links()]).toEqual(['a safe place', 0]);
  });
});

describe('what is pasted', () => {
  const paste = async (text: string): Promise<string> => {
    terminal = new Terminal();
    // Without a page there is no text field, which xterm empties after a paste.
    Reflect.set(Reflect.get(terminal, '_core') as object, 'textarea', { value: '' });
    await written(`${esc}[?2004h`);
    let typed = '';
    terminal.onData((data) => {
      typed += data;
    });
    const box = new EventTarget();
    guardPastes(terminal, box);
    const event = Object.assign(new Event('paste', { cancelable: true }), {
      clipboardData: { getData: () => text },
    });
    box.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    return typed;
  };

  it('cannot end its own brackets', async () => {
    expect(await paste(`echo a${esc}[201~\nrm -rf /\u009b201~\u0003`)).toBe(
      `${esc}[200~echo a[201~\rrm -rf /201~${esc}[201~`,
    );
  });

  it('keeps its lines, tabs and letters', async () => {
    expect(await paste('a\tb\nç ü 👩‍👩‍👧')).toBe(`${esc}[200~a\tb\rç ü 👩‍👩‍👧${esc}[201~`);
  });
});
