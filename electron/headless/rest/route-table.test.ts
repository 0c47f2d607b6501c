import { expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { methodsOf } from './route-table.ts';

it.each(operations)('knows the method of $name', ({ path, method }) => {
  expect(methodsOf(path.replace(/\{\w+\}/g, 'x'))).toContain(method);
});

it('knows nothing of other paths', () => {
  for (const path of ['', '/', '/nonsense', '/projects', '/projects/', '/projects/x/y/z', '/session/']) {
    expect(methodsOf(path)).toEqual([]);
  }
});
