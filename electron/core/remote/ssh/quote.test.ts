import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAppError } from '#shared/model/errors.ts';
import { payloads } from '../test-support/payloads.ts';
import { quoteCommand } from './quote.ts';

/** What a real shell makes of the text: its arguments, NUL-separated. */
const throughShell = (argv: readonly string[]): string[] => {
  const text = quoteCommand(['printf', '%s\\0', ...argv]);
  return execFileSync('/bin/sh', ['-c', text]).toString('utf8').split('\0').slice(0, -1);
};

test('arguments arrive in a real shell exactly as given', () => {
  const argument = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((s) => !s.includes('\0'));
  const nasty = fc.string({ unit: fc.constantFrom(...`'"\\$\`;|&<>()*?[]{}~!# \n\r\t-=`), maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.oneof(argument, nasty), { minLength: 1, maxLength: 8 }), (argv) => {
      expect(throughShell(argv)).toEqual(argv);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('every payload of the injection set arrives as text', () => {
  const sendable = payloads.filter((p) => !p.includes('\0'));
  expect(throughShell(sendable)).toEqual(sendable);
});

test.each([
  ['a NUL', ['echo', 'a\0b']],
  ['a lone surrogate', ['echo', '\ud800']],
  ['no program', []],
  ['an empty program', ['']],
])('%s is refused', (_name, argv) => {
  expect.assertions(1);
  try {
    quoteCommand(argv);
  } catch (error) {
    expect(isAppError(error, 'INVALID_INPUT')).toBe(true);
  }
});
