import { describe, expect, test } from 'vitest';
import type { TreeNode } from '#shared/contract/tree.ts';
import { type NodeWay, nodeWaysFor } from './palette-node-ways.ts';

const node = (kind: TreeNode['kind'], id: string, name: string, isPath = false): TreeNode =>
  ({ kind, id, name, isPath, parentId: null }) as TreeNode;

const nodes = [
  node('service', '1', 'api'),
  node('service', '2', 'web'),
  node('service', '3', 'web'),
  node('service', '4', 'hidden web', true),
  node('server', '5', 'web-1'),
];

const way = (kind: TreeNode['kind'], id: string, label: string, words: readonly string[] = []): NodeWay => ({
  kind,
  id,
  label,
  words,
  run: () => undefined,
});

const ways = [
  way('service', 'logs', 'Show logs'),
  way('service', 'stop', 'Stop…', ['shut down']),
  way('service', 'deployments', 'Show deployments', ['rollback', 'roll back']),
  way('server', 'terminal', 'Open a terminal', ['shell', 'ssh']),
];

const places = new Map([
  ['1', 'shop / production'],
  ['2', 'shop / production'],
  ['3', 'shop / staging'],
]);

const found = (query: string): string[] =>
  nodeWaysFor(query, { ways, nodes, placeOf: ({ id }) => places.get(id) ?? '' }).map(
    (each) => `${each.way.id} ${each.node.id}`,
  );

describe('what can be done with any node', () => {
  test.each(['logs web', 'web logs', 'WEB log'])('is found by “%s”, in any order of the words', (query) => {
    expect(found(query)).toEqual(['logs 2', 'logs 3']);
  });

  test('is narrowed by the place of the node', () => {
    expect(found('logs web stag')).toEqual(['logs 3']);
  });

  test('is found by another word for it', () => {
    expect(found('rollback')).toEqual(['deployments 1', 'deployments 2', 'deployments 3']);
    expect(found('shut down api')).toEqual(['stop 1']);
    expect(found('ssh')).toEqual(['terminal 5']);
  });

  test('offers nothing of a node of which only the way to others is seen', () => {
    expect(found('logs hidden')).toEqual([]);
  });

  test('says nothing to the name of a node alone, nor to one letter', () => {
    expect(found('web')).toEqual([]);
    expect(found('s')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  test('offers four nodes at most', () => {
    const many = Array.from({ length: 20 }, (_, at) => node('service', String(at), `web-${at}`));
    expect(nodeWaysFor('logs', { ways, nodes: many, placeOf: () => '' })).toHaveLength(4);
  });
});
