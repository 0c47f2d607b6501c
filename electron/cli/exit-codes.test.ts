import { expect, it } from 'vitest';
import { errorStatus } from '#shared/model/errors.ts';
import { exitCodeOf } from './exit-codes.ts';

it('gives every code of the contract the exit code that the interface promises', () => {
  const codes = Object.keys(errorStatus).map((code) => [code, exitCodeOf({ code, data: {} })]);
  expect(Object.fromEntries(codes)).toEqual({
    INVALID_INPUT: 2,
    UNAUTHENTICATED: 4,
    FORBIDDEN: 4,
    NOT_FOUND: 3,
    CONFLICT: 5,
    BUSY: 5,
    UNREACHABLE: 6,
    REMOTE_FAILED: 1,
    CANCELLED: 1,
    LIMIT: 1,
  });
  const unreachable = (reason: string) => exitCodeOf({ code: 'UNREACHABLE', data: { reason } });
  expect([unreachable('refused'), unreachable('host-key'), unreachable('timeout')]).toEqual([6, 7, 8]);
  expect(exitCodeOf({ code: 'INTERNAL', data: null })).toBe(1);
  expect(exitCodeOf({ code: 'constructor', data: null })).toBe(1);
});
