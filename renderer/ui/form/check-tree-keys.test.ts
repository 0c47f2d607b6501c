import { expect, test } from 'vitest';
import { moveInCheckTree } from './check-tree-keys.ts';

const rows = [
  { level: 1, isOpen: true },
  { level: 2, isOpen: false },
  { level: 2, isOpen: undefined },
  { level: 1, isOpen: undefined },
];

test('arrows walk and stop at both ends', () => {
  expect(moveInCheckTree(rows, 0, 'ArrowUp')).toEqual({ type: 'focus', at: 0 });
  expect(moveInCheckTree(rows, 0, 'ArrowDown')).toEqual({ type: 'focus', at: 1 });
  expect(moveInCheckTree(rows, 3, 'PageDown')).toEqual({ type: 'focus', at: 3 });
  expect(moveInCheckTree(rows, 1, 'End')).toEqual({ type: 'focus', at: 3 });
});

test('right opens what is closed and goes into what is open; left closes, then goes up', () => {
  expect(moveInCheckTree(rows, 1, 'ArrowRight')).toEqual({ type: 'expand', at: 1 });
  expect(moveInCheckTree(rows, 0, 'ArrowRight')).toEqual({ type: 'focus', at: 1 });
  expect(moveInCheckTree(rows, 0, 'ArrowLeft')).toEqual({ type: 'collapse', at: 0 });
  expect(moveInCheckTree(rows, 2, 'ArrowLeft')).toEqual({ type: 'focus', at: 0 });
});

test('Space and Enter check', () => {
  expect(moveInCheckTree(rows, 2, ' ')).toEqual({ type: 'toggle', at: 2 });
  expect(moveInCheckTree(rows, 2, 'Enter')).toEqual({ type: 'toggle', at: 2 });
  expect(moveInCheckTree([], 0, ' ')).toBeUndefined();
});
