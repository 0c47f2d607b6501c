import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { hostileInputs } from '#test/support/hostile/inputs.ts';
import { composeText } from './final-text.ts';

const asItIs = (text: string): string => text;

it('writes each text on a line of its own, whatever breaks lines in it, so that every YAML reads it exactly', () => {
  const pieces = fc.constantFrom(
    '\n',
    '\r',
    '\u0085',
    '\u2028',
    '\u2029',
    ' ',
    '\t',
    'long '.repeat(20),
    '"',
    '\\',
    '#',
    'é',
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((each) => each.join('')),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...hostileInputs.filter((text) => text.isWellFormed())),
  );
  fc.assert(
    fc.property(texts, texts, (given, value) => {
      // a longer key is written in two lines, as YAML demands
      const key = `k${given.slice(0, 200).toWellFormed()}`;
      const text = composeText({ first: value, map: { [key]: value }, list: [value, value] }, asItIs);
      expect(text.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(7);
      expect(parse(text)).toEqual({ first: value, map: { [key]: value }, list: [value, value] });
      expect(parse(text, { version: '1.1' })).toEqual(parse(text));
    }),
    { numRuns: 300 },
  );
});
