// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
import { nearestColor } from './ansi-color.ts';

/** How a run of text is shown; colours are indexes of the sixteen of a terminal. */
export interface AnsiStyle {
  readonly foreground?: number;
  readonly background?: number;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isStruck?: boolean;
}

export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}

// CSI, then OSC/DCS/SOS/PM/APC strings up to BEL or ST, then any other two-character escape, C1 included.
const sequence =
  /(?:\u001b\[|\u009b)([0-9:;<=>?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]?/g;

const control = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const set = (style: AnsiStyle, change: AnsiStyle): AnsiStyle => ({ ...style, ...change });

const without = (style: AnsiStyle, ...keys: (keyof AnsiStyle)[]): AnsiStyle =>
  Object.fromEntries(Object.entries(style).filter(([key]) => !keys.includes(key as keyof AnsiStyle)));

const extended = (codes: readonly number[], at: number): { color: number | undefined; used: number } => {
  if (codes[at + 1] === 5) return { color: nearestColor({ index: codes[at + 2] ?? 0 }), used: 2 };
  if (codes[at + 1] === 2) {
    const [red = 0, green = 0, blue = 0] = codes.slice(at + 2, at + 5);
    return { color: nearestColor({ red, green, blue }), used: 4 };
  }
  return { color: undefined, used: 0 };
};

const simple: Readonly<Record<number, (style: AnsiStyle) => AnsiStyle>> = {
  0: () => ({}),
  1: (style) => set(style, { isBold: true }),
  2: (style) => set(style, { isDim: true }),
  3: (style) => set(style, { isItalic: true }),
  4: (style) => set(style, { isUnderlined: true }),
  9: (style) => set(style, { isStruck: true }),
  22: (style) => without(style, 'isBold', 'isDim'),
  23: (style) => without(style, 'isItalic'),
  24: (style) => without(style, 'isUnderlined'),
  29: (style) => without(style, 'isStruck'),
  39: (style) => without(style, 'foreground'),
  49: (style) => without(style, 'background'),
};

const applyColor = (style: AnsiStyle, code: number): AnsiStyle => {
  if (code >= 30 && code <= 37) return set(style, { foreground: code - 30 });
  if (code >= 90 && code <= 97) return set(style, { foreground: code - 82 });
  if (code >= 40 && code <= 47) return set(style, { background: code - 40 });
  if (code >= 100 && code <= 107) return set(style, { background: code - 92 });
  return style;
};

const applySgr = (start: AnsiStyle, parameters: string): AnsiStyle => {
  const codes = parameters.split(/[;:]/).map((text) => (text === '' ? 0 : Number(text)));
  let style = start;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extended(codes, at);
      if (color !== undefined) style = set(style, { [code === 38 ? 'foreground' : 'background']: color });
      at += used;
    } else style = simple[code]?.(style) ?? applyColor(style, code);
  }
  return style;
};

/** What a carriage return leaves visible: progress bars overwrite their line, only the last state counts. */
const lastOverwrite = (text: string): string => {
  const trimmed = text.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
};

/**
 * Cuts a line into styled runs. Only colours and weights (SGR) are understood; every other terminal
 * sequence, control character and direction mark is taken out, so that a log cannot act on who reads it.
 */
export const parseAnsi = (line: string): AnsiSpan[] => {
  const text = lastOverwrite(line);
  const spans: AnsiSpan[] = [];
  let style: AnsiStyle = {};
  let from = 0;
  const push = (part: string) => {
    const clean = part.replace(control, '');
    if (clean) spans.push({ text: clean, style });
  };
  for (const match of text.matchAll(sequence)) {
    push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm' && /^[0-9:;]*$/.test(match[1] ?? '')) style = applySgr(style, match[1] ?? '');
  }
  push(text.slice(from));
  return spans;
};

/** The line as read by a person or written to a file: no sequences, no control characters. */
export const stripAnsi = (line: string): string =>
  parseAnsi(line)
    .map((span) => span.text)
    .join('');
