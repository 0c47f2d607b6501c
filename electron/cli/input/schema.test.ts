import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { kindOf } from './schema.ts';

describe('a value on the command line', () => {
  it('is a number where each choice is one, and text where they are mixed', () => {
    expect(kindOf(z.union([z.literal(48), z.literal(168)]))).toBe('number');
    expect(kindOf(z.union([z.literal('never'), z.literal('7')]).optional())).toBe('text');
    expect(kindOf(z.literal(['a', 1]))).toBe('text');
  });
});
