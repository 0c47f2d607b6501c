import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer } from './sealed.ts';

const place = { table: 'server', row: 'srv_1', column: 'credentials' };

describe('a sealed value', () => {
  it('opens to exactly what was sealed, whatever it holds', () => {
    const sealer = createSealer(randomBytes(32));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sealer.open(sealer.seal(text, place), place)).toBe(text.toWellFormed());
      }),
    );
  });

  it('opens nowhere else than in its own row and column', () => {
    const sealer = createSealer(randomBytes(32));
    const sealed = sealer.seal('secret', place);
    expect(() => sealer.open(sealed, { ...place, row: 'srv_2' })).toThrow();
    expect(() => sealer.open(sealed, { ...place, column: 'other' })).toThrow();
    expect(() => sealer.open(sealed, { ...place, table: 'service' })).toThrow();
  });

  it('does not open after any byte of it changed', () => {
    const sealer = createSealer(randomBytes(32));
    const sealed = sealer.seal('secret', place);
    for (let index = 0; index < sealed.length; index += 1) {
      const damaged = Uint8Array.from(sealed);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(() => sealer.open(damaged, place)).toThrow();
    }
  });

  it('does not open with another key, and is never the same twice', () => {
    const [one, two] = [createSealer(randomBytes(32)), createSealer(randomBytes(32))];
    expect(() => two.open(one.seal('secret', place), place)).toThrow();
    expect(one.seal('secret', place)).not.toEqual(one.seal('secret', place));
  });
});
