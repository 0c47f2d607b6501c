import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequestTarget } from './request-target.ts';

describe('a request target', () => {
  it('is a path with an optional query', () => {
    expect(parseRequestTarget('/')).toEqual({ path: '/', search: '' });
    expect(parseRequestTarget('/api/v1/x?a=/../b')).toEqual({ path: '/api/v1/x', search: '?a=/../b' });
    expect(parseRequestTarget('/a%20b')).toEqual({ path: '/a%20b', search: '' });
  });

  it.each([
    undefined,
    '',
    '*',
    'x',
    '//evil/x',
    '/\\evil/x',
    'http://evil/x',
    '/a/../b',
    '/a/%2E%2e/b',
    '/.',
    '/a b',
    '/a#b',
    '/a\u00e9',
    '/a\\b',
  ])('is not %j', (target) => {
    expect(parseRequestTarget(target)).toBeUndefined();
  });

  it('never names another host or another path to new URL, whatever it holds', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '@',
      ':',
      '?',
      '#',
      'a',
      'evil',
      '//',
      ' ',
      '%2f',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.string({ maxLength: 8 }), (pieces, more) => {
        const target = parseRequestTarget(pieces.join('') + more);
        if (!target) return;
        const url = new URL(`http://quayside${target.path}${target.search}`);
        expect(url.host).toBe('quayside');
        expect(url.pathname).toBe(target.path);
      }),
      { numRuns: 3_000 },
    );
  });
});
