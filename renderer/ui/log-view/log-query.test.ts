import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery, type LogQuery } from './log-query.ts';

const ask = (text: string, options: Partial<LogQuery> = {}) => {
  const matcher = compileQuery({ text, isRegex: false, isCaseSensitive: false, ...options });
  if (!matcher?.isValid) throw new Error(matcher?.problem ?? 'nothing asked');
  return matcher;
};

describe('searching a log', () => {
  it('looks for nothing when nothing is typed', () => {
    expect(compileQuery({ text: '', isRegex: true, isCaseSensitive: false })).toBeUndefined();
  });

  it('finds every place of a text in any case', () => {
    expect(ask('err').find('Err: no error')).toEqual([
      [0, 3],
      [8, 11],
    ]);
    expect(ask('err', { isCaseSensitive: true }).find('Err: no error')).toEqual([[8, 11]]);
  });

  it('takes a regular expression by its word', () => {
    expect(ask('5\\d\\d', { isRegex: true }).find('GET / 503 in 500 ms')).toEqual([
      [6, 9],
      [13, 16],
    ]);
  });

  it('explains an expression that is none', () => {
    const matcher = compileQuery({ text: '(', isRegex: true, isCaseSensitive: false });
    expect(matcher).toMatchObject({
      isValid: false,
      problem: expect.stringContaining('Not a regular expression'),
    });
  });

  it.each(['(a+)+$', '(?:x*y)*', '(\\d{2,})+'])('refuses %s, which can take forever', (text) => {
    expect(compileQuery({ text, isRegex: true, isCaseSensitive: false })?.isValid).toBe(false);
  });

  it('passes over empty matches', () => {
    expect(ask('x*', { isRegex: true }).find('axb')).toEqual([[1, 2]]);
  });

  it('finds any literal text where it is', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.string({ minLength: 1, maxLength: 20 }),
        (before, text) => {
          expect(ask(text, { isCaseSensitive: true }).has(`${before}${text}`)).toBe(true);
        },
      ),
    );
  });
});
