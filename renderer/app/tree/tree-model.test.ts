import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TreeNode } from '#shared/contract/tree.ts';
import { chosenNodes, nodesBetween, shownSiblings } from './chosen-rows.ts';
import { buildTreeIndex, groupId } from './tree-index.ts';
import { findTyped, moveByKey } from './tree-keys.ts';
import {
  expandedView,
  filteredView,
  filterWords,
  findMatches,
  placeInSet,
  type TreeView,
} from './tree-view.ts';

const node = (kind: TreeNode['kind'], id: string, parentId: string, name = id): TreeNode => ({
  id,
  kind,
  parentId,
  name,
  state: 'none',
});

const nodes: TreeNode[] = [
  node('organization', 'org', '', 'Acme'),
  node('project', 'p2', 'org', 'shop'),
  node('project', 'p1', 'org', 'blog'),
  node('environment', 'e1', 'p2', 'production'),
  node('environment', 'e2', 'p2', 'staging'),
  node('service', 's10', 'e1', 'web 10'),
  node('service', 's2', 'e1', 'web 2'),
  node('service', 's3', 'e2', 'worker'),
  node('service', 'lost', 'nowhere', 'lost'),
  node('server', 'srv1', 'org', 'berlin'),
];

const index = buildTreeIndex(nodes);
const everything = new Set(index.rows.map(({ id }) => id));
const idsOf = (view: TreeView): string[] => [...view.shown].map((row) => index.rows[row]?.id ?? '');
const filtered = (text: string, opened = new Set<string>()): TreeView =>
  filteredView(index, findMatches(index, filterWords(text)), opened);

describe('the order of the tree', () => {
  test('lists servers, then projects by name, numbers by their value', () => {
    const ids = [groupId('server'), 'srv1', groupId('project'), 'p1', 'p2', 'e1', 's2', 's10', 'e2', 's3'];
    expect(idsOf(expandedView(index, everything))).toEqual(ids);
  });

  test('leaves out what has no way to it', () => {
    expect(index.positionOf.has('lost')).toBe(false);
  });

  test('shows below a closed row nothing', () => {
    expect(idsOf(expandedView(index, new Set([groupId('project'), 'e1'])))).toEqual([
      groupId('server'),
      groupId('project'),
      'p1',
      'p2',
    ]);
  });

  test('tells each row its place among its siblings', () => {
    const view = expandedView(index, everything);
    expect(placeInSet(view, index.positionOf.get('s10') ?? -1)).toEqual({ position: 2, size: 2 });
    expect(placeInSet(view, index.positionOf.get(groupId('server')) ?? -1)).toEqual({ position: 1, size: 2 });
  });
});

describe('the filter', () => {
  test('keeps what fits and everything above it', () => {
    expect(idsOf(filtered('work'))).toEqual([groupId('project'), 'p2', 'e2', 's3']);
  });

  test('takes several words along the path, in any order', () => {
    expect(idsOf(filtered('web shop'))).toEqual([groupId('project'), 'p2', 'e1', 's2', 's10']);
    expect(idsOf(filtered('shop/prod/web 10')).at(-1)).toBe('s10');
  });

  test('shows below a fitting row only what is opened by hand', () => {
    expect(idsOf(filtered('staging'))).toEqual([groupId('project'), 'p2', 'e2']);
    expect(idsOf(filtered('staging', new Set(['e2']))).at(-1)).toBe('s3');
  });

  test('shows nothing where nothing fits', () => {
    expect(idsOf(filtered('zzz'))).toEqual([]);
  });
});

describe('the keys', () => {
  const view = expandedView(index, everything);
  const at = (id: string): number => view.shownAt[index.positionOf.get(id) ?? -1] ?? -1;

  test('go into and out of a row', () => {
    expect(moveByKey(view, at('p2'), 'ArrowRight')).toEqual({ type: 'focus', at: at('e1') });
    expect(moveByKey(view, at('p2'), 'ArrowLeft')).toEqual({ type: 'collapse', at: at('p2') });
    expect(moveByKey(view, at('s2'), 'ArrowLeft')).toEqual({ type: 'focus', at: at('e1') });
    expect(moveByKey(view, at('p1'), 'ArrowRight')).toBeUndefined();
  });

  test('never leave the tree', () => {
    expect(moveByKey(view, 0, 'ArrowUp')).toEqual({ type: 'focus', at: 0 });
    expect(moveByKey(view, at('s3'), 'PageDown')).toEqual({ type: 'focus', at: at('s3') });
  });

  test('find a row by what is typed, and the next by the same letter again', () => {
    expect(findTyped(view, 0, 'work')).toBe(at('s3'));
    expect(findTyped(view, at('s2'), 'w')).toBe(at('s10'));
    expect(findTyped(view, at('s10'), 'ww')).toBe(at('s3'));
    expect(findTyped(view, 0, 'zz')).toBeUndefined();
  });
});

describe('the choice of several rows', () => {
  const view = expandedView(index, everything);
  const at = (id: string): number => view.shownAt[index.positionOf.get(id) ?? -1] ?? -1;

  test('takes the shown rows of a range in their order, and no heading', () => {
    expect(nodesBetween(view, at('srv1'), at('e1'))).toEqual(['srv1', 'p1', 'p2', 'e1']);
    expect(nodesBetween(view, at('e1'), at('srv1'))).toEqual(['srv1', 'p1', 'p2', 'e1']);
    const closed = expandedView(index, new Set([groupId('project')]));
    expect(nodesBetween(closed, 0, closed.shown.length - 1)).toEqual(['p1', 'p2']);
  });

  test('takes all beside a row', () => {
    expect(shownSiblings(view, at('s2'))).toEqual(['s2', 's10']);
    expect(shownSiblings(view, at('p1'))).toEqual(['p1', 'p2']);
    expect(shownSiblings(view, at(groupId('server')))).toEqual([]);
  });

  test('knows nothing of what is gone, and keeps the order of the tree', () => {
    expect(chosenNodes(index, new Set(['s10', 'gone', 'p1'])).map(({ id }) => id)).toEqual(['p1', 's10']);
  });
});

const someTree = fc
  .array(fc.record({ name: fc.string({ maxLength: 6 }), up: fc.nat(30) }), { maxLength: 40 })
  .map((specs) => {
    const made: TreeNode[] = [];
    for (const [position, { name, up }] of specs.entries()) {
      const above = made[up];
      const below = { project: 'environment', environment: 'service' } as const;
      const kind = above && above.kind in below ? below[above.kind as keyof typeof below] : 'project';
      made.push(node(kind, `n${position}`, kind === 'project' ? 'org' : (above?.id ?? ''), name));
    }
    return made;
  });

describe('for any tree', () => {
  test('a filter shows exactly what fits, and what is above that', () => {
    fc.assert(
      fc.property(someTree, fc.string({ maxLength: 3 }), (tree, text) => {
        const any = buildTreeIndex(tree);
        const words = filterWords(text);
        fc.pre(words.length === 1);
        const wanted = new Set<number>();
        any.rows.forEach((row, position) => {
          if (row.isGroup || !row.name.toLowerCase().includes(words[0] ?? '')) return;
          for (let up = position; up >= 0; up = any.parent[up] ?? -1) wanted.add(up);
        });
        const view = filteredView(any, findMatches(any, words), new Set());
        expect([...view.shown]).toEqual([...wanted].sort((a, b) => a - b));
      }),
    );
  });

  test('with everything expanded every row is shown once, below its parent', () => {
    fc.assert(
      fc.property(someTree, (tree) => {
        const any = buildTreeIndex(tree);
        const view = expandedView(any, new Set(any.rows.map(({ id }) => id)));
        expect([...view.shown]).toEqual(any.rows.map((_, position) => position));
        for (const row of view.shown) expect(any.parent[row]).toBeLessThan(row);
      }),
    );
  });
});
