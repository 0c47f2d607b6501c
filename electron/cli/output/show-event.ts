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

/** One item of a stream as text: lines of a log as they are, a line for each thing in a list, anything else as one line. */
export const showEvent = (value: unknown, keepsColour: boolean): string => {
  if (typeof value !== 'object' || value === null) return `${plainText(String(value))}\n`;
  if (isLogBatch(value)) {
    const skipped = value.skipped ? `… ${Number(value.skipped)} lines were skipped …\n` : '';
    return skipped + value.lines.map((line) => logLine(line, keepsColour)).join('');
  }
  if (Array.isArray(value)) return value.map((each) => showEvent(each, keepsColour)).join('');
  const fields = Object.entries(value);
  const things = fields.flatMap(([, inner]) => (isListOfThings(inner) ? inner : []));
  const rest = fields.filter(([, inner]) => !isListOfThings(inner) && !isEmptyList(inner));
  const line = rest.map(([name, inner]) => `${plainText(name)}=${plainText(textOf(inner))}`).join('  ');
  return `${line && `${line}\n`}${things.map((thing) => showEvent(thing, keepsColour)).join('')}`;
};

const isListOfThings = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.some((each) => typeof each === 'object' && each !== null);

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const textOf = (value: unknown): string => {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
