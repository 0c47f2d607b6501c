import { stripAnsi } from './ansi.ts';
import type { LogSnapshot } from './log-buffer.ts';
import type { LogRow } from './log-line.ts';

const lineOf = ({ at, source, stream, text }: LogRow): string =>
  `${[at, source, stream === 'stdout' ? '' : `[${stream}]`, stripAnsi(text)].filter(Boolean).join(' ')}\n`;

/** The lines held, oldest first, in pieces that a Blob takes; colours are left out. */
export const logFileParts = ({ count, row }: LogSnapshot): string[] => {
  const parts: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = row(index);
    if (line) parts.push(lineOf(line));
  }
  return parts;
};

/** Hands the lines held to the browser as a text file. */
export const downloadLog = (snapshot: LogSnapshot, name: string): void => {
  const url = URL.createObjectURL(new Blob(logFileParts(snapshot), { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\w.-]+/g, '-')}-${new Date().toISOString().replace(/[:.]/g, '-')}.log`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
