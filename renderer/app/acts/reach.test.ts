import { describe, expect, it } from 'vitest';
import type { TreeNode } from '#shared/contract/tree.ts';
import { nodesBelow, outermost, reachOf } from './reach.ts';

const node = (kind: TreeNode['kind'], id: string, parentId: string | null): TreeNode => ({
  id,
  kind,
  parentId,
  name: id,
  state: 'none',
});

const shop = node('project', 'shop', 'org');
const production = node('environment', 'production', 'shop');
const staging = node('environment', 'staging', 'shop');
const web = node('service', 'web', 'production');
const api = node('service', 'api', 'production');
const berlin = node('server', 'berlin', 'org');
const nodes = [node('organization', 'org', null), shop, production, staging, web, api, berlin];
const index = {
  byId: new Map(nodes.map((one) => [one.id, one])),
  childrenOf: Map.groupBy(nodes, ({ parentId }) => parentId ?? ''),
};

const deploy = { kind: 'service', past: 'deployed', reachesDown: true } as const;
const restart = { kind: 'service', past: 'restarted' } as const;
const reach = (action: typeof deploy | typeof restart, ...nodes: TreeNode[]) => {
  const { subjects, unfit } = reachOf(nodes, action, index);
  return [subjects.map(({ id }) => id), unfit.map((one) => `${one.node.id}: ${one.reason}`)];
};

describe('what an action on several nodes is done to', () => {
  it('is the nodes of its kind, and the others are named with the reason', () => {
    expect(reach(restart, web, production, berlin)).toEqual([
      ['web'],
      ['production: An environment cannot be restarted.', 'berlin: A server cannot be restarted.'],
    ]);
  });

  it('is what lies in the others where it reaches down, each once', () => {
    expect(reach(deploy, shop, production, api, staging, berlin)).toEqual([
      ['web', 'api'],
      ['staging: There is no service in it.', 'berlin: A server cannot be deployed.'],
    ]);
  });
});

it('what lies in a node is found however deep', () => {
  expect(nodesBelow(shop, 'service', index)).toEqual([web, api]);
  expect(nodesBelow(web, 'service', index)).toEqual([]);
});

it('of a whole and its parts only the whole is outermost', () => {
  expect(outermost([web, shop, staging, berlin], index)).toEqual([shop, berlin]);
  expect(outermost([web, staging], index)).toEqual([web, staging]);
});
