import { describe, expect, it } from 'vitest';
import { dueWarning } from './certificate-warning.ts';

const day = 24 * 60 * 60 * 1_000;
const due = (lifetimeDays: number, leftDays: number, isRenewed = false) =>
  dueWarning({ notBefore: 0, notAfter: lifetimeDays * day, isRenewed }, (lifetimeDays - leftDays) * day);

describe('the warning of a certificate’s end', () => {
  it.each([
    [31, null],
    [30, 30],
    [15, 30],
    [14, 14],
    [7, 7],
    [1, 1],
    [0.1, 1],
    [0, 0],
    [-5, 0],
  ])('of a year’s certificate with %d days left is that of %j days', (left, warning) => {
    expect(due(365, left)).toBe(warning);
  });

  it('comes to a certificate that its proxy renews once that is late', () => {
    expect(due(90, 29, true)).toBeNull();
    expect(due(90, 14, true)).toBe(14);
    expect(due(6, 1.5, true)).toBeNull();
    expect(due(6, 1, true)).toBe(1);
    expect(due(0.5, 0.01, true)).toBeNull();
    expect(due(0.5, 0, true)).toBe(0);
  });

  it('is none for a time that is longer than the certificate’s own', () => {
    expect(due(10, 9)).toBeNull();
    expect(due(10, 7)).toBe(7);
  });
});
