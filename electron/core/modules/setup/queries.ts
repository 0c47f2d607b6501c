import type { Setup } from '#shared/contract/server.ts';
import { begunAt, type RunRow } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';
import type { SetupStep } from './parse-step.ts';

const setups = sql
  .selectFrom('setup')
  .innerJoin('run', 'run.id', 'setup.id')
  .selectAll('run')
  .select('setup.steps');

const stateOf = ({ state, ended_at }: Pick<RunRow, 'state' | 'ended_at'>): Setup['state'] => {
  if (ended_at === null) return 'running';
  return state === 'succeeded' || state === 'cancelled' || state === 'interrupted' ? state : 'failed';
};

const toSetup = (row: RunRow & { readonly steps: string }): Setup => ({
  id: row.id,
  serverId: row.subject_id,
  state: stateOf(row),
  reason: row.reason,
  // written by this module only
  steps: JSON.parse(row.steps) as SetupStep[],
  startedBy: row.started_by_name,
  startedAt: instant(begunAt(row)),
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
        .where('run.subject_id', '=', serverId)
        .orderBy('run.queued_at', 'desc')
        .orderBy('setup.id', 'desc'),
    )
    .map(toSetup);
