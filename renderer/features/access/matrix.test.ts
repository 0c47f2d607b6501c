import { expect, test } from 'vitest';
import type { AccessMatrix, AccessSource } from '#shared/contract/access.ts';
import { cellState, filterRows, firstColumn, moveInGrid, sourcesAt } from './matrix.ts';

const acme = { id: 'org_1', kind: 'organization', name: 'Acme', path: 'Acme' };
const shop = { id: 'prj_1', kind: 'project', name: 'shop', path: 'Acme/shop' };
const source = (place: typeof acme, text: string): AccessSource => ({
  type: 'role',
  role: 'Viewer',
  grantId: null,
  team: null,
  place,
  tags: [],
  endsAt: null,
  text,
});
const matrix: AccessMatrix = {
  memberId: 'mem_1',
  memberName: 'Mia',
  role: 'Viewer',
  isSuspended: false,
  places: [acme, shop],
  hiddenPlaces: 0,
  sources: [source(acme, 'by role'), source(shop, 'by grant')],
  rows: [
    { kind: 'deployment', verb: 'read', permission: 'deployment.read', cells: [[0], [0]] },
    { kind: 'deployment', verb: 'create', permission: 'deployment.create', cells: [[], [1]] },
    { kind: 'server', verb: 'terminal', permission: 'server.terminal', cells: [[], []] },
  ],
};
const [read, create, terminal] = matrix.rows;
if (!read || !create || !terminal) throw new Error('three rows are wanted');

test('a cell says whether it holds there, from above, or not', () => {
  expect(cellState(matrix, { row: read, place: 0 })).toBe('direct');
  expect(cellState(matrix, { row: read, place: 1 })).toBe('inherited');
  expect(cellState(matrix, { row: create, place: 1 })).toBe('direct');
  expect(cellState(matrix, { row: create, place: 0 })).toBe('none');
  expect(sourcesAt(matrix, { row: create, place: 1 }).map(({ text }) => text)).toEqual(['by grant']);
});

test('rows are filtered by words of the permission, and by being held anywhere', () => {
  expect(filterRows(matrix.rows, 'Deployment.Create', 'all')).toEqual([create]);
  expect(filterRows(matrix.rows, '', 'held')).toEqual([read, create]);
  expect(filterRows(matrix.rows, '', 'lacking')).toEqual([terminal]);
});

test('keys walk the grid and stay in the columns that are shown', () => {
  const at = { row: 1, column: 6 };
  expect(moveInGrid('ArrowLeft', at, 3, [6, 9])).toEqual({ row: 1, column: 6 });
  expect(moveInGrid('End', at, 3, [6, 9])).toEqual({ row: 1, column: 8 });
  expect(moveInGrid('PageDown', at, 3, [6, 9])).toEqual({ row: 2, column: 6 });
  expect(moveInGrid('x', at, 3, [6, 9])).toBeUndefined();
});

test('where scopes are gone meanwhile, the last that are left are shown', () => {
  expect(firstColumn(6, 20)).toBe(6);
  expect(firstColumn(12, 12)).toBe(6);
  expect(firstColumn(12, 5)).toBe(0);
  expect(firstColumn(0, 0)).toBe(0);
});
