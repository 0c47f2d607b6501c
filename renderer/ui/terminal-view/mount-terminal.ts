import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { guardPastes, withoutLinks } from './harden-terminal.ts';
import { drawWithStyledDocument, styledDocument, withAdoptedStyles } from './styled-document.ts';
import type { TerminalPort } from './terminal-port.ts';
import { startTerminalSession, type TerminalState } from './terminal-session.ts';
import { onThemeChange, readTheme } from './terminal-theme.ts';

interface MountOptions {
  readonly box: HTMLElement;
  readonly label: string;
  readonly port: TerminalPort;
  readonly memoryKey: string;
  readonly onState: (state: TerminalState) => void;
  readonly onLeave: () => void;
}

export interface MountedTerminal {
  readonly end: () => void;
  readonly focus: () => void;
  /** Takes it off the page; the shell on the other side goes on. */
  readonly unmount: () => void;
}

const memoryOf = (key: string) => ({
  get: () => sessionStorage.getItem(key) ?? undefined,
  set: (terminalId: string | undefined) => {
    if (terminalId) sessionStorage.setItem(key, terminalId);
    else sessionStorage.removeItem(key);
  },
});

const createTerminal = (box: HTMLElement, onLeave: () => void): Terminal => {
  const terminal = new Terminal({
    documentOverride: styledDocument(document),
    fontFamily: getComputedStyle(box).fontFamily,
    fontSize: 13,
    scrollback: 5_000,
    cursorBlink: false,
    minimumContrastRatio: 4.5,
    theme: readTheme(box),
  });
  withoutLinks(terminal);
  terminal.attachCustomKeyEventHandler((event) => {
    const isLeaving = event.key === 'Escape' && event.shiftKey;
    if (isLeaving && event.type === 'keydown') onLeave();
    return !isLeaving;
  });
  return terminal;
};

/** Puts a terminal into `box` and connects it. */
export const mountTerminal = ({
  box,
  label,
  port,
  memoryKey,
  onState,
  onLeave,
}: MountOptions): MountedTerminal => {
  const terminal = createTerminal(box, onLeave);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  withAdoptedStyles(document, () => terminal.open(box));
  drawWithStyledDocument(terminal, document);
  terminal.textarea?.setAttribute('aria-label', label);
  fit.fit();
  const session = startTerminalSession({
    port,
    memory: memoryOf(`quayside.terminal.${memoryKey}`),
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    onBytes: (bytes) => terminal.write(bytes),
    onReplay: () => terminal.reset(),
    onState,
  });
  const stopPastes = guardPastes(terminal, box);
  terminal.onData(session.type);
  terminal.onResize(({ cols, rows }) => session.resize({ columns: cols, rows }));
  const sizes = new ResizeObserver(() => fit.fit());
  sizes.observe(box);
  const stopTheme = onThemeChange(() => {
    terminal.options.theme = readTheme(box);
  });
  return {
    end: session.end,
    focus: () => terminal.focus(),
    unmount: () => {
      session.detach();
      sizes.disconnect();
      stopTheme();
      stopPastes();
      terminal.dispose();
    },
  };
};
