// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of env files look like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEnvText, parseEnvText } from './env-text.ts';

const values = (text: string) =>
  Object.fromEntries(parseEnvText(text).entries.map(({ name, value }) => [name, value]));

describe('env text', () => {
  // The examples of docs.docker.com/compose/how-tos/environment-variables/env-file.
  it.each([
    ['VAR=VAL', 'VAL'],
    ['VAR="VAL"', 'VAL'],
    ["VAR='VAL'", 'VAL'],
    ['VAR: VAL', 'VAL'],
    ['VAR = VAL  ', 'VAL'],
    ['export VAR=VAL', 'VAL'],
    ['VAR=VAL # comment', 'VAL'],
    ['VAR=VAL# not a comment', 'VAL# not a comment'],
    ['VAR="VAL # not a comment"', 'VAL # not a comment'],
    ['VAR="VAL" # comment', 'VAL'],
    ["VAR='$OTHER'", '$OTHER'],
    ["VAR='${OTHER}'", '${OTHER}'],
    ["VAR='Let\\'s go!'", "Let's go!"],
    ['VAR="{\\"hello\\": \\"json\\"}"', '{"hello": "json"}'],
    ['VAR="some\\tvalue"', 'some\tvalue'],
    ["VAR='some\\tvalue'", 'some\\tvalue'],
    ['VAR=some\\tvalue', 'some\\tvalue'],
    ['VAR=', ''],
    ['VAR=a=b', 'a=b'],
    ["VAR='two\nlines'", 'two\nlines'],
    ['VAR="two\nlines"', 'two\nlines'],
    ['VAR=$$5', '$5'],
    ['VAR="\\$5"', '$5'],
    ['VAR=${NONE:-fallback}', 'fallback'],
    // a reference of ours, which Compose has not
    ['VAR=${{service.db.url}}?a=$$b # comment', '${{service.db.url}}?a=$b'],
    ['VAR="http://${{HOST}}:${{ PORT }}/${NONE:-x}"', 'http://${{HOST}}:${{ PORT }}/x'],
    ['VAR=$$${{A}}', '$${{A}}'],
    ['VAR=$${{A}}', '${{A}}'],
  ])('reads %s', (text, value) => {
    expect(parseEnvText(text)).toMatchObject({ entries: [{ name: 'VAR', value }], problems: [] });
  });

  it('takes values from variables further up', () => {
    expect(values('A=1\nB=${A}2\nC="$B-${A:+x}"')).toEqual({ A: '1', B: '12', C: '12-x' });
  });

  it('passes over comments, empty lines, carriage returns and a byte order mark', () => {
    expect(values('\uFEFF# first\r\n\r\n  A=1\r\nB=2\r\n')).toEqual({ A: '1', B: '2' });
  });

  it('nests what stands in for a missing value, and says what is required', () => {
    expect(values('A=${B:-${C:-x}}')).toEqual({ A: 'x' });
    expect(parseEnvText('A=${B:?set it}').problems[0]?.message).toBe('the variable B is required: set it');
  });

  it('has no reference of ours where it is Compose that reads, and none that does not end', () => {
    expect(parseEnvText('A=${{B}}', { unset: 'empty' }).problems).toHaveLength(1);
    expect(parseEnvText('A=${{B').problems).toHaveLength(1);
  });

  it('asks its surroundings first, where it has any, and takes a lone name from there', () => {
    const outside = (name: string) => ({ OUT: 'o', A: 'outer' })[name];
    const { entries, problems } = parseEnvText('OUT\nGONE # comment\nA=inner\nB=$A-$OUT-$NONE\n', {
      outside,
      unset: 'empty',
    });
    expect(problems).toEqual([]);
    expect(entries.map(({ name, value, line }) => [name, value, line])).toEqual([
      ['OUT', 'o', 1],
      ['A', 'inner', 3],
      ['B', 'outer-o-', 4],
    ]);
  });

  it('takes the last of two', () => {
    expect(values('A=1\nA=2')).toEqual({ A: '2' });
  });

  it.each([
    ['ONE=1\njust words', 2, /NAME=value/],
    ['1ST=1', 1, /not a variable name/],
    ["A='open\nB=1", 1, /closing ' is missing/],
    ['A="x" y', 1, /only a comment/],
    ['# a\nA="two\nlines"\nB=$MISSING', 4, /MISSING is not set above/],
  ])('says what is wrong in which line: %j', (text, line, message) => {
    expect(parseEnvText(text).problems).toEqual([{ line, message: expect.stringMatching(message) }]);
  });

  it('keeps order, comments and empty lines, byte for byte', () => {
    const text = "# first\n\nB=2 # beside\n  # above A\nA='x y' # too\nC= # empty\n\n# the end\n";
    const { entries, below, problems } = parseEnvText(text);
    expect(problems).toEqual([]);
    expect(entries[0]).toMatchObject({ name: 'B', above: '# first\n\n', beside: '# beside' });
    expect(below).toBe('\n# the end\n');
    expect(formatEnvText(entries, below)).toBe(text);
    const foreign = parseEnvText('# a\rB=1\r\nA=1 # c\rd');
    expect(foreign.entries).toMatchObject([{ name: 'A', above: '# a B=1\n', beside: '# c d' }]);
  });

  it('brings every value back exactly as it was, even through a text field', () => {
    const value = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\n',
          '\r',
          '\t',
          ' ',
          '#',
          '$',
          '{',
          '}',
          '"',
          "'",
          '\\',
          '=',
          'a',
          '•',
          '😀',
          '\u2028',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((char) => char !== '\0'),
      ),
    });
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.dictionary(name, value), (variables) => {
        const list = Object.entries(variables).map(([key, text]) => ({ name: key, value: text }));
        const inTextField = formatEnvText(list).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
        expect(parseEnvText(inTextField).problems).toEqual([]);
        expect(values(inTextField)).toEqual({ ...variables });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, and names a line that exists', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'A=\'"\\$#{}: \n\t-') }), (text) => {
        for (const { line } of parseEnvText(text).problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
