import type { Setup } from '#shared/contract/server.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';
import type { SetupStep } from './parse-step.ts';

const setups = sql
  .selectFrom('setup')
  .innerJoin('node', 'node.id', 'setup.id')
  .selectAll('setup')
  .select('node.parent_id as server_id');

interface Row {
  readonly id: string;
  readonly server_id: string | null;
  readonly state: Setup['state'];
  readonly reason: string | null;
  readonly steps: string;
  readonly started_by: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}

const toSetup = (row: Row): Setup => ({
  id: row.id,
  serverId: row.server_id ?? '',
  state: row.state,
  reason: row.reason,
  // written by this module only
  steps: JSON.parse(row.steps) as SetupStep[],
  startedBy: row.started_by,
  startedAt: instant(row.started_at),
  endedAt: row.ended_at === null ? null : instant(row.ended_at),
});

/** One set-up, or NOT_FOUND. */
export const setupOf = (store: Store, setupId: string): Setup =>
  toSetup(requireRow(store.database.first(setups.where('setup.id', '=', setupId)), 'setup', setupId));

/** The set-ups of a server, newest first. */
export const setupsOf = (store: Store, serverId: string): Setup[] =>
  store.database
    .all(
      setups
        .where('node.parent_id', '=', serverId)
        .orderBy('setup.started_at', 'desc')
        .orderBy('setup.id', 'desc'),
    )
    .map(toSetup);

/** Every set-up that was under way when it was last written of. */
export const runningSetups = (store: Store): Setup[] =>
  store.database.all(setups.where('setup.state', '=', 'running')).map(toSetup);
