import { describe, expect, it } from 'vitest';
import { inputOf, isFiltering, noFilter, rangeError } from './filter-state.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('the filter of the audit trail', () => {
  it('asks for everything when nothing is chosen', () => {
    expect(inputOf(noFilter, now)).toEqual({});
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ ...noFilter, text: '   ' })).toBe(false);
  });

  it('reckons a period back from when it was chosen', () => {
    expect(inputOf({ ...noFilter, period: 'day' }, now)).toEqual({ from: '2026-11-20T12:00:00.000Z' });
  });

  it('takes a range of one’s own, also an open one, and says what is wrong with it', () => {
    const custom = { ...noFilter, period: 'custom' as const };
    expect(inputOf({ ...custom, from: '2026-11-20T12:00' }, now)).toEqual({
      from: new Date('2026-11-20T12:00').toISOString(),
    });
    expect(isFiltering(custom)).toBe(false);
    expect(rangeError({ ...custom, from: '2026-11-20T12:00', to: '2026-11-19T12:00' })).toContain('before');
    expect(rangeError({ ...custom, from: '2026-11-20T12:00', to: '' })).toBeUndefined();
  });
});
