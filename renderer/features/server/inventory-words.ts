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
