import { logText, plainText } from './plain-text.ts';

interface LogLine {
  readonly at: string;
  readonly stream: string;
  readonly source: string;
  readonly text: string;
}

export const isLogBatch = (value: unknown): value is { lines: readonly LogLine[]; skipped?: number } =>
  typeof value === 'object' && value !== null && 'lines' in value && Array.isArray(value.lines);

/** A piece of a file, such as of an export. */
export const isFileChunk = (value: unknown): value is { text: string } =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  Object.keys(value).every((key) => ['text', 'fileName', 'mediaType'].includes(key));

const logLine = ({ at, source, text }: LogLine, keepsColour: boolean): string =>
  `${plainText(at)}  ${plainText(source)}  ${logText(text, keepsColour)}\n`;

/** One item of a stream as text: lines of a log as they are, anything else as one line. */
export const showEvent = (value: unknown, keepsColour: boolean): string => {
  if (typeof value !== 'object' || value === null) return `${plainText(String(value))}\n`;
  if (isLogBatch(value)) {
    const skipped = value.skipped ? `… ${Number(value.skipped)} lines were skipped …\n` : '';
    return skipped + value.lines.map((line) => logLine(line, keepsColour)).join('');
  }
  if (Array.isArray(value)) return value.map((each) => showEvent(each, keepsColour)).join('');
  return `${Object.entries(value)
    .map(
      ([name, inner]) =>
        `${plainText(name)}=${plainText(typeof inner === 'object' ? JSON.stringify(inner) : String(inner))}`,
    )
    .join('  ')}\n`;
};
