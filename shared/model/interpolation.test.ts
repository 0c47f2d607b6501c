// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestNesting, interpolate } from './interpolation.ts';

const held: Readonly<Record<string, string>> = { FOO: 'foo', EMPTY: '', NUMBER: '7', _x1: 'low' };
const read = (text: string) => interpolate(text, (name) => held[name]);

describe('interpolation', () => {
  // The table of docs.docker.com, "Interpolation", and the cases of nesting in the Compose Specification.
  it.each([
    ['plain', 'plain'],
    ['$FOO', 'foo'],
    ['${FOO}', 'foo'],
    ['$_x1', 'low'],
    ['$FOO-bar', 'foo-bar'],
    ['a$FOO${NUMBER}b', 'afoo7b'],
    ['$$FOO', '$FOO'],
    ['$$$FOO', '$foo'],
    ['$${FOO}', '${FOO}'],
    ['${FOO:-x}', 'foo'],
    ['${EMPTY:-x}', 'x'],
    ['${EMPTY-x}', ''],
    ['${NONE:-x}', 'x'],
    ['${NONE-x}', 'x'],
    ['${NONE:-}', ''],
    ['${FOO:+x}', 'x'],
    ['${EMPTY:+x}', ''],
    ['${EMPTY+x}', 'x'],
    ['${NONE+x}', ''],
    ['${FOO:?x}', 'foo'],
    ['${EMPTY?x}', ''],
    ['${NONE:-${FOO}}', 'foo'],
    ['${NONE:-${NONE:-deep}}', 'deep'],
    ['${NONE-a ${FOO} b}', 'a foo b'],
    ['${NONE:-/a:b?c=d-e+f}', '/a:b?c=d-e+f'],
    ['${FOO:-${NONE:?never asked}}', 'foo'],
    ['${NONE:-$$5}', '$5'],
    ['{$FOO}', '{foo}'],
    ['a}b', 'a}b'],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual({ value, problems: [], unset: [] });
  });

  it.each([
    ['${NONE:?set it}', 'the variable NONE is required: set it'],
    ['${EMPTY:?set $FOO}', 'the variable EMPTY is required: set foo'],
    ['${NONE?}', 'the variable NONE is required, and not set'],
    ['costs $5', 'a $ that begins no variable; write $$ for a plain dollar sign'],
    ['${FOO', '${FOO is no variable; write $$ for a plain dollar sign'],
    ['${FOO:-x', '${FOO:-x lacks its closing }'],
    ['${a.b}', '${a.b} is no variable; write $$ for a plain dollar sign'],
    ['${}', '${} is no variable; write $$ for a plain dollar sign'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(read(text).problems).toEqual([problem]);
  });

  it('tells which names came out empty, and asks for none in a branch that is not taken', () => {
    expect(read('$A ${B} ${FOO:-$C} ${NONE:-$D} ${FOO+$E} ${NONE+$F}').unset).toEqual(['A', 'B', 'D', 'E']);
  });

  it('nests so deep and no deeper', () => {
    const nested = (depth: number) => `${'${NONE:-'.repeat(depth)}x${'}'.repeat(depth)}`;
    expect(read(nested(deepestNesting))).toMatchObject({ value: 'x', problems: [] });
    expect(read(nested(deepestNesting + 1)).problems[0]).toContain('64 deep');
    expect(read(nested(100_000)).problems[0]).toContain('64 deep');
  });

  it('brings every text back that is escaped, and never reads what a variable holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'${}:-?+AFO \n') }), (text) => {
        expect(interpolate(text.replaceAll('$', '$$$$'), () => undefined).value).toBe(text);
        expect(interpolate('${V}', () => text).value).toBe(text);
        interpolate(text, () => undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});
