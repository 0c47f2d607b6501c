/** What a name stands for; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with its `$…` replaced. */
export interface Interpolated {
  readonly value: string;
  /** What is wrong, as sentences; the value then holds nothing in that place. */
  readonly problems: readonly string[];
  /** Names without a value and without one to take instead: they came out empty. */
  readonly unset: readonly string[];
}

/** How deep `${A:-${B:-…}}` may be nested. */
export const deepestNesting = 64;

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const operator = /:?[-?+]/y;

/**
 * Replaces `$NAME`, `${NAME}` and `${NAME:-…}` with its relatives `-`, `:?`, `?`, `:+`, `+`, nested ones too, and `$$` by
 * one dollar sign. What a variable holds is never read again. Source: the Compose Specification, "Interpolation".
 */
export function interpolate(text: string, lookup: Lookup): Interpolated {
  if (!text.includes('$')) return { value: text, problems: [], unset: [] };
  const reading = { text, at: 0, lookup, problems: [], unset: [] };
  return { value: readUntil(reading, 0, true), problems: reading.problems, unset: reading.unset };
}

interface Reading {
  readonly text: string;
  at: number;
  readonly lookup: Lookup;
  readonly problems: string[];
  readonly unset: string[];
}

/** Reads to the end, or inside of braces to their `}`. A branch that is not taken is read, and neither missed nor told. */
function readUntil(reading: Reading, depth: number, isTaken: boolean): string {
  const { text } = reading;
  let value = '';
  while (reading.at < text.length) {
    if (depth > 0 && text[reading.at] === '}') return value;
    if (text[reading.at] === '$') value += readDollar(reading, depth, isTaken);
    else {
      const from = reading.at;
      do reading.at += 1;
      while (
        reading.at < text.length &&
        text[reading.at] !== '$' &&
        !(depth > 0 && text[reading.at] === '}')
      );
      value += text.slice(from, reading.at);
    }
  }
  return value;
}

function readDollar(reading: Reading, depth: number, isTaken: boolean): string {
  const { text, at } = reading;
  reading.at += 1;
  if (text[at + 1] === '$') {
    reading.at += 1;
    return '$';
  }
  if (text[at + 1] === '{') return readBraces(reading, depth, isTaken);
  const found = take(reading, name);
  if (found !== undefined) return isTaken ? plain(reading, found) : '';
  reading.problems.push('a $ that begins no variable; write $$ for a plain dollar sign');
  return '$';
}

function readBraces(reading: Reading, depth: number, isTaken: boolean): string {
  const from = reading.at - 1;
  reading.at += 1;
  const found = take(reading, name);
  const sign = found === undefined ? undefined : take(reading, operator);
  if (depth >= deepestNesting) return broken(reading, from, `nests more than ${deepestNesting} deep`);
  if (found === undefined || (sign === undefined && reading.text[reading.at] !== '}'))
    return broken(reading, from, 'is no variable; write $$ for a plain dollar sign');
  const held = reading.lookup(found);
  const isSet = sign?.startsWith(':') ? Boolean(held) : held !== undefined;
  const takesOperand = isTaken && (sign?.endsWith('+') ? isSet : !isSet);
  const operand = sign === undefined ? '' : readUntil(reading, depth + 1, takesOperand);
  if (reading.text[reading.at] !== '}') return broken(reading, from, 'lacks its closing }');
  reading.at += 1;
  if (!isTaken) return '';
  if (sign === undefined) return plain(reading, found);
  if (sign.endsWith('+')) return isSet ? operand : '';
  if (isSet) return held ?? '';
  if (sign.endsWith('-')) return operand;
  reading.problems.push(`the variable ${found} is required${operand ? `: ${operand}` : ', and not set'}`);
  return '';
}

function plain(reading: Reading, found: string): string {
  const held = reading.lookup(found);
  if (held === undefined) reading.unset.push(found);
  return held ?? '';
}

function broken(reading: Reading, from: number, why: string): string {
  reading.problems.push(`${reading.text.slice(from, from + 40)} ${why}`);
  reading.at = reading.text.length;
  return '';
}

function take(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text)?.[0];
  if (found !== undefined) reading.at += found.length;
  return found;
}
