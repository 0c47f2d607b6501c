import type { ITheme } from '@xterm/xterm';

const names = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

/** The colours of the page as xterm wants them, read from the computed styles inside `box`. */
export const readTheme = (box: HTMLElement): ITheme => {
  const probe = box.appendChild(document.createElement('i'));
  const read = (value: string): string => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const own = getComputedStyle(box);
  const theme = {
    ...Object.fromEntries(names.map((name, index) => [name, read(`var(--ansi-${index})`)])),
    foreground: own.color,
    background: own.backgroundColor,
    cursor: own.color,
    cursorAccent: own.backgroundColor,
    selectionBackground: read('light-dark(#b6d4fe, #2c4a74)'),
  };
  probe.remove();
  return theme;
};

/** Tells when the page changes between light and dark. */
export const onThemeChange = (tell: () => void): (() => void) => {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', tell);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', tell);
  };
};
