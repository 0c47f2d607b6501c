import { describe, expect, test } from 'vitest';
import type { Grant } from '#shared/contract/grant.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import { namesTo } from '../tree/names-to.ts';
import { dayOf, endOfDay } from './end-date.ts';
import {
  countEdits,
  giveGrant,
  isKept,
  noEdits,
  placeOf,
  setTerms,
  shownGrants,
  takeGrant,
  toGrantChanges,
  toggleNode,
} from './grant-edits.ts';
import { inheritedWords, markIndexOf, markOf } from './grant-marks.ts';
import { fittingNodes, grantRows } from './grant-rows.ts';
import { scopeIndexOf } from './scope-index.ts';

const node = (id: string, kind: TreeNode['kind'], parentId: string | null, name = id): TreeNode => ({
  id,
  kind,
  parentId,
  name,
  state: 'none',
});
const nodes = [
  node('acme', 'organization', null),
  node('harbour', 'server', 'acme'),
  node('shop', 'project', 'acme'),
  node('production', 'environment', 'shop'),
  node('staging', 'environment', 'shop'),
  node('web', 'service', 'production'),
  node('api', 'service', 'production'),
];
const byId = new Map(nodes.map((each) => [each.id, each]));
const childrenOf = Map.groupBy(
  nodes.filter(({ parentId }) => parentId),
  ({ parentId }) => parentId ?? '',
);
const index = { byId, childrenOf };

const grant = (id: string, nodeId: string, more: Partial<Grant> = {}): Grant => ({
  id,
  scope: { kind: 'project', nodeId, path: nodeId },
  role: null,
  isOver: false,
  givenAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const ops = { team: { id: 'tem_1', name: 'Ops' } };

const rowsOf = (saved: Grant[], edits = noEdits, open = ['shop', 'production']) =>
  grantRows({
    organizationId: 'acme',
    index,
    marks: markIndexOf(byId, shownGrants(saved, edits), saved),
    open: new Set(open),
    fitting: undefined,
    lockedReason: undefined,
  });
const rowOf = (saved: Grant[], id: string, edits = noEdits) =>
  rowsOf(saved, edits).find((row) => row.id === id);

describe('what is done to grants becomes one change', () => {
  const saved = [grant('g1', 'shop'), grant('g2', 'staging', { role: { id: 'r1', name: 'Deployer' } })];

  test('checking an empty node gives a grant with the own role', () => {
    const edits = toggleNode(saved, noEdits, 'web');
    expect(toGrantChanges(saved, edits)).toEqual({ add: [{ nodeId: 'web' }], update: [], remove: [] });
  });

  test('unchecking takes the saved grant, checking again brings back the same one', () => {
    const taken = toggleNode(saved, noEdits, 'staging');
    expect(toGrantChanges(saved, taken).remove).toEqual(['g2']);
    const back = toggleNode(saved, taken, 'staging');
    expect(toGrantChanges(saved, back)).toEqual({ add: [], update: [], remove: [] });
    expect(countEdits(saved, back)).toBe(0);
  });

  test('a new grant that is unchecked again leaves nothing behind', () => {
    const edits = toggleNode(saved, toggleNode(saved, noEdits, 'web'), 'web');
    expect(edits).toEqual(noEdits);
  });

  test('several grants on one node go together, and stay apart by their role', () => {
    const edits = giveGrant(
      giveGrant(noEdits, { nodeId: 'web' }),
      { nodeId: 'web' },
      { roleId: 'r2', endsAt: null },
    );
    expect(new Set(edits.added.map(({ key }) => key)).size).toBe(2);
    expect(toGrantChanges(saved, edits).add).toEqual([{ nodeId: 'web' }, { nodeId: 'web', roleId: 'r2' }]);
    expect(toggleNode(saved, edits, 'web').added).toEqual([]);
  });

  test('grants by tags are given with their terms, taken back, and never by a check box', () => {
    const end = '2031-12-24T22:59:59.000Z';
    const edits = giveGrant(noEdits, { tagIds: ['gold', 'canary'] }, { roleId: 'r2', endsAt: end });
    expect(toGrantChanges([], edits).add).toEqual([
      { tagIds: ['gold', 'canary'], roleId: 'r2', endsAt: end },
    ]);
    expect(toggleNode([], edits, 'web').added).toHaveLength(2);
    const [shown] = shownGrants([], edits);
    if (!shown) throw new Error('no grant');
    expect(placeOf(shown)).toEqual({ tagIds: ['gold', 'canary'] });
    expect(takeGrant(edits, shown)).toEqual(noEdits);
  });

  test('terms set back to what is saved are no change', () => {
    const [shop] = shownGrants(saved, noEdits);
    if (!shop) throw new Error('no grant');
    const edits = setTerms(noEdits, shop, { roleId: 'r1', endsAt: null });
    expect(toGrantChanges(saved, edits).update).toEqual([{ grantId: 'g1', roleId: 'r1', endsAt: null }]);
    const [changed] = shownGrants(saved, edits);
    if (!changed) throw new Error('no grant');
    expect(setTerms(edits, changed, { roleId: null, endsAt: null })).toEqual(noEdits);
  });

  test('a grant that somebody else took meanwhile is not taken twice', () => {
    const edits = toggleNode(saved, noEdits, 'staging');
    expect(toGrantChanges([grant('g1', 'shop')], edits).remove).toEqual([]);
  });

  test('grants by teams are not the member’s to change', () => {
    const byTeam = [...saved, grant('g3', 'harbour', ops)];
    expect(shownGrants(byTeam, noEdits).map(({ key }) => key)).toEqual(['g1', 'g2']);
  });

  test('a taken grant stays in sight until it is saved', () => {
    const [shop] = shownGrants(saved, noEdits);
    if (!shop) throw new Error('no grant');
    const [shown] = shownGrants(saved, takeGrant(noEdits, shop));
    expect(shown && isKept(shown)).toBe(false);
    expect(shown?.change).toBe('taken');
  });
});

describe('the tree marks what is inherited', () => {
  test('below a granted project everything is checked, inert, and says by what', () => {
    const row = rowOf([grant('g1', 'shop')], 'web');
    expect(row).toMatchObject({ check: 'all', inertReason: 'by project shop' });
  });

  test('a grant by a team names the team, on its node and below', () => {
    const saved = [grant('g1', 'production', ops)];
    expect(rowOf(saved, 'production')).toMatchObject({ check: 'all', inertReason: 'by team Ops' });
    expect(rowOf(saved, 'api')).toMatchObject({ check: 'all', inertReason: 'by team Ops' });
    expect(rowOf(saved, 'staging')).toMatchObject({ check: 'none' });
  });

  test('what has a grant of its own can be taken, also below another one', () => {
    const row = rowOf([grant('g1', 'shop'), grant('g2', 'web')], 'web');
    expect(row).toMatchObject({ check: 'all', note: 'also by project shop' });
    expect(row?.inertReason).toBeUndefined();
  });

  test('a parent of something granted is half checked', () => {
    const saved = [grant('g1', 'web')];
    expect(rowOf(saved, 'shop')?.check).toBe('some');
    expect(rowOf(saved, 'production')?.check).toBe('some');
    expect(rowOf(saved, 'harbour')?.check).toBe('none');
  });

  test('an edit shows at once, above and below', () => {
    const edits = toggleNode([], noEdits, 'production');
    expect(rowOf([], 'production', edits)).toMatchObject({ check: 'all', change: 'new' });
    expect(rowOf([], 'web', edits)?.inertReason).toBe('by environment production');
    expect(rowOf([], 'shop', edits)?.check).toBe('some');
  });

  test('a grant that is about to be taken no longer reaches down', () => {
    const saved = [grant('g1', 'shop')];
    const edits = toggleNode(saved, noEdits, 'shop');
    expect(rowOf(saved, 'shop', edits)).toMatchObject({ check: 'none', change: 'taken' });
    expect(rowOf(saved, 'web', edits)).toMatchObject({ check: 'none', inertReason: undefined });
  });

  test('a team’s grant that has ended opens nothing', () => {
    const saved = [grant('g1', 'shop', { ...ops, isOver: true })];
    expect(rowOf(saved, 'shop')?.check).toBe('none');
  });

  test('several reasons are all named', () => {
    const saved = [grant('g1', 'shop'), grant('g2', 'production', ops)];
    const mark = markOf(markIndexOf(byId, shownGrants(saved, noEdits), saved), 'web');
    expect(inheritedWords(mark)).toBe('by project shop, team Ops');
  });
});

test('projects come before servers, closed rows hide what is in them', () => {
  expect(rowsOf([], noEdits, []).map(({ id }) => id)).toEqual(['shop', 'harbour']);
  expect(rowsOf([], noEdits, ['shop']).map(({ id, level }) => [id, level])).toEqual([
    ['shop', 1],
    ['production', 2],
    ['staging', 2],
    ['harbour', 1],
  ]);
});

test('a filter keeps what fits and the way to it', () => {
  expect([...(fittingNodes(index, ' WEB ') ?? [])].sort()).toEqual(['acme', 'production', 'shop', 'web']);
  expect(fittingNodes(index, '')).toBeUndefined();
});

test('a path begins below the organization', () => {
  expect(namesTo(byId, 'web')).toEqual(['shop', 'production', 'web']);
});

test('an end date means the end of that day where the reader is', () => {
  const end = endOfDay('2026-12-24');
  expect(end && new Date(end).getHours()).toBe(23);
  expect(dayOf(end)).toBe('2026-12-24');
  expect(endOfDay('')).toBeNull();
  expect(dayOf(null)).toBe('');
});

describe('what lies beside the tree', () => {
  const forge = { ...node('forge', 'server', 'acme'), kind: 'gitProvider' } as const;
  const beside = scopeIndexOf(index, { organizationId: 'acme', beside: [forge] });

  test('is offered after projects and servers, and marked like them', () => {
    const saved = [grant('g1', 'forge')];
    const rows = grantRows({
      organizationId: 'acme',
      index: beside,
      marks: markIndexOf(beside.byId, shownGrants(saved, noEdits), saved),
      open: new Set(),
      fitting: undefined,
      lockedReason: undefined,
    });
    expect(rows.map(({ id, check }) => [id, check])).toEqual([
      ['shop', 'none'],
      ['harbour', 'none'],
      ['forge', 'all'],
    ]);
  });

  test('is nothing where there is nothing, and the tree stays as it is', () => {
    expect(scopeIndexOf(index, { organizationId: 'acme', beside: [] })).toBe(index);
    expect(index.childrenOf.get('acme')).toHaveLength(2);
  });
});
