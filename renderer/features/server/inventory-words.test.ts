import { expect, it } from 'vitest';
import type { InventoryItem } from '#shared/contract/server.ts';
import { inOrder, inventoryState } from './inventory-words.ts';

const item = (name: string, state: string, kind: InventoryItem['kind'] = 'container'): InventoryItem => ({
  kind,
  id: name,
  name,
  image: 'nginx',
  state,
  status: '',
  ports: [],
  serviceId: null,
});

it('what runs is listed first, each kind together', () => {
  const list = [item('c', 'exited'), item('b', 'running', 'swarm-service'), item('a', 'running')];
  expect(inOrder(list).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

it('a state of Docker that nobody knows is shown as unknown', () => {
  expect(inventoryState('dreaming')).toBe('unknown');
});
