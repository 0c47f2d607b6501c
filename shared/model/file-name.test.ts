import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfName, bytesOfPath, nameOfBytes } from './file-name.ts';

const utf8 = (text: string): number[] => [...Buffer.from(text)];

describe('the name of a file', () => {
  it('comes back byte by byte, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 60 }), (bytes) => {
        expect(bytesOfName(nameOfBytes(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const bytes = utf8(text.replaceAll('\0', ''));
        expect(bytesOfName(nameOfBytes(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['plain.txt', 'plain.txt'],
    [`it's "so" $(id)`, `it's "so" $(id)`],
    ['ünï 日本 👩', 'ünï 日本 👩'],
    ['a\\b', 'a\\\\b'],
    ['a\nb', 'a\\x0ab'],
    ['a\u202eb', 'a\\xe2\\x80\\xaeb'],
  ])('%j is shown as %j', (name, shown) => {
    expect(nameOfBytes(utf8(name))).toBe(shown);
  });

  it('shows bytes that are no text', () => {
    expect(nameOfBytes([0x61, 0xff, 0xc3])).toBe('a\\xff\\xc3');
    // an overlong slash, and half of a pair
    expect(nameOfBytes([0xc0, 0xaf])).toBe('\\xc0\\xaf');
    expect(nameOfBytes([0xed, 0xa0, 0x80])).toBe('\\xed\\xa0\\x80');
  });

  it.each(['a\\', '\\q', '\\x0', 'a\\x00', 'a\0', '\ud800'])('is not %j', (text) => {
    expect(bytesOfName(text)).toBeNull();
  });
});

describe('a path', () => {
  it('is names one below the other, and leads nowhere else', () => {
    expect(bytesOfPath('')).toEqual([]);
    expect(bytesOfPath('a/..b')).toEqual([utf8('a'), utf8('..b')]);
    for (const path of [
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      '\\x2e\\x2e',
      'a/\\x2e',
      'a\\x2fb',
      'x'.repeat(256),
    ])
      expect([path, bytesOfPath(path)]).toEqual([path, null]);
  });
});
