import type { Terminal } from '@xterm/xterm';

/** OSC 8: text that is a link to an address which it need not show. */
const hyperlink = 8;

/**
 * Makes no links of what a machine says: xterm's own handler would open any address behind any text. The text itself is
 * shown like any other.
 */
export function withoutLinks(terminal: Terminal): void {
  terminal.parser.registerOscHandler(hyperlink, () => true);
  terminal.options.linkHandler = { activate: () => undefined };
}

// Every control but tab, line feed and carriage return: with an escape, a paste could end its own brackets.
const commands = /(?![\t\n\r])\p{Cc}/gu;

/** Pasted text without what a shell could take for keys: what is pasted stays between its brackets (`ESC[200~`). */
export const pastedText = (text: string): string => text.replace(commands, '');

/** Takes pastes into `box` before xterm does; answers how to stop. */
export function guardPastes(terminal: Pick<Terminal, 'paste'>, box: EventTarget): () => void {
  const onPaste = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = (event as ClipboardEvent).clipboardData?.getData('text/plain') ?? '';
    terminal.paste(pastedText(text));
  };
  box.addEventListener('paste', onPaste, true);
  return () => box.removeEventListener('paste', onPaste, true);
}
