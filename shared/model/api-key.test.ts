import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintOf, isApiKey, looksLikeApiKey, makeApiKey } from './api-key.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const bytes = fc.uint8Array({ minLength: 60, maxLength: 60 });
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** The checksum once more, by Node's own CRC-32. */
const checksumOf = (body: string): string => {
  const digits = Array.from({ length: 6 }, (_, at) => Math.floor(crc32(body) / 62 ** (5 - at)) % 62);
  return digits.map((digit) => letters[digit]).join('');
};

describe('the secret of an API key', () => {
  it('begins with qs_, holds 178 random bits, and ends with its CRC-32', () => {
    fc.assert(
      fc.property(bytes, (source) => {
        fc.pre(source.filter((byte) => byte < 248).length >= 30);
        const secret = makeApiKey(() => source);
        expect(secret).toMatch(/^qs_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$/);
        expect(secret.slice(-6)).toBe(checksumOf(secret.slice(0, 33)));
        expect(isApiKey(secret)).toBe(true);
        expect(looksLikeApiKey(secret)).toBe(true);
        expect(secret.endsWith(hintOf(secret))).toBe(true);
      }),
    );
  });

  it('takes every letter equally often', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 4_000; at += 1) {
      for (const letter of makeApiKey(random).slice(3, 33)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    const expected = (4_000 * 30) / 62;
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 61 degrees of freedom: once in a billion runs above this.
    expect(chiSquare).toBeLessThan(142);
  });

  it('is known to be mistyped for any single letter changed, doubled, left out or swapped with its neighbour', () => {
    fc.assert(
      fc.property(fc.nat(39), fc.nat(61), (at, digit) => {
        const secret = makeApiKey(random);
        const letter = letters[digit] ?? '';
        const wrong = [
          secret.slice(0, at) + letter + secret.slice(at + 1),
          secret.slice(0, at) + letter + secret.slice(at),
          secret.slice(0, at) + secret.slice(at + 1),
          secret.slice(0, at) + (secret[at + 1] ?? '') + (secret[at] ?? '') + secret.slice(at + 2),
          `${secret} `,
          `${secret}\n`,
        ];
        for (const each of wrong) if (each !== secret) expect(isApiKey(each)).toBe(false);
      }),
    );
  });
});
