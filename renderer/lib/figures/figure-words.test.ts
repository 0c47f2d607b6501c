import { expect, test } from 'vitest';
import { cpuWords, memoryWords, sumWords } from './figure-words.ts';

const mib = 1024 ** 2;
const figure = (cpuPercent: number, memoryBytes: number, staleBecause: string | null = null) => ({
  ...{ nodeId: 'a', path: 'shop/web', at: '2026-05-05T12:00:00Z', memoryTotalBytes: null, health: null },
  ...{ cpuPercent, memoryBytes, staleBecause },
});

test('figures are as exact as a glance needs', () => {
  expect([0, 0.4, 3.2, 99.6, 140].map(cpuWords)).toEqual(['0 %', '0.4 %', '3 %', '100 %', '140 %']);
  expect([0, 300 * 1024, 48.2 * mib, 1_434 * mib].map(memoryWords)).toEqual([
    '0 KiB',
    '300 KiB',
    '48 MiB',
    '1.4 GiB',
  ]);
});

test('a sum counts what is true now, and is none where nothing is', () => {
  expect(sumWords([figure(2, 40 * mib), figure(1.5, 8 * mib), figure(90, 900 * mib, 'It is cut off.')])).toBe(
    '4 % · 48 MiB',
  );
  expect(sumWords([figure(90, 900 * mib, 'It is cut off.')])).toBe(null);
  expect(sumWords([])).toBe(null);
});
