import { expect, test } from 'vitest';
import type { TreeNode } from '#shared/contract/tree.ts';
import { toggleScope } from './chosen-scopes.ts';

const node = (id: string, kind: TreeNode['kind'], parentId: string | null): TreeNode => ({
  id,
  kind,
  parentId,
  name: id,
  state: 'none',
});
const nodes = [
  node('acme', 'organization', null),
  node('shop', 'project', 'acme'),
  node('staging', 'environment', 'shop'),
  node('web', 'service', 'staging'),
  node('harbour', 'server', 'acme'),
];
const index = { byId: new Map(nodes.map((each) => [each.id, each])), childrenOf: new Map() };

test('a scope swallows those below it, and leaves the others', () => {
  expect([...toggleScope(index, new Set(['web', 'harbour']), 'shop')]).toEqual(['harbour', 'shop']);
});

test('a scope that is taken out leaves nothing behind', () => {
  expect([...toggleScope(index, new Set(['shop']), 'shop')]).toEqual([]);
});
