import { expect, test } from 'vitest';
import { counted } from './format.ts';

test('one thing is told in the singular, and thousands are parted', () => {
  expect(counted(1, 'grant')).toBe('1 grant');
  expect(counted(0, 'grant')).toBe('0 grants');
  expect(counted(2, 'grant goes', 'grants go')).toBe('2 grants go');
  expect(counted(12_345, 'event')).toBe('12,345 events');
});
