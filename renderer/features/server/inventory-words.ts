import type { InventoryItem } from '#shared/contract/server.ts';
import type { NodeState } from '#shared/model/nodes.ts';

export const inventoryKinds: Readonly<Record<InventoryItem['kind'], string>> = {
  container: 'Container',
  compose: 'Compose',
  'swarm-service': 'Swarm service',
};

const states: Readonly<Record<string, NodeState>> = {
  running: 'running',
  restarting: 'degraded',
  paused: 'stopped',
  exited: 'stopped',
  created: 'stopped',
  stopped: 'stopped',
  dead: 'failed',
  removing: 'deploying',
  degraded: 'degraded',
  partial: 'degraded',
};

/** The dot of something that Docker lists. */
export const inventoryState = (state: string): NodeState => states[state] ?? 'unknown';

/** What runs first, each kind together, by name. */
export const inOrder = (items: readonly InventoryItem[]): InventoryItem[] =>
  items.toSorted(
    (a, b) =>
      Number(inventoryState(b.state) === 'running') - Number(inventoryState(a.state) === 'running') ||
      a.kind.localeCompare(b.kind) ||
      a.name.localeCompare(b.name),
  );
