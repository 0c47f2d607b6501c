import type { Activity } from '#shared/contract/activity.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { RunState } from '#shared/model/run.ts';
import { type OperationContext, type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { begunAt, type RunSummary, type Runs, recentRuns } from '../../runs/index.ts';
import { instant } from '../node/index.ts';

const states: Readonly<Record<RunState, Activity['state']>> = {
  queued: 'waiting',
  running: 'running',
  interrupted: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  undone: 'failed',
  cancelled: 'cancelled',
  superseded: 'cancelled',
};

const toActivity = (step: string, { row, title }: RunSummary): Activity => ({
  id: row.id,
  kind: row.kind as Activity['kind'],
  nodeId: row.subject_id,
  title,
  step,
  state: states[row.state],
  reason: row.reason,
  startedBy: row.started_by_name,
  startedAt: instant(begunAt(row)),
  endedAt: row.ended_at === null ? null : instant(row.ended_at),
});

const activityOf = (
  { runs, store, caller }: OperationContext & { readonly runs: Runs },
  organizationId: string,
): Activity[] =>
  recentRuns(store, organizationId, (id) => store.access.canSee(caller.subject, id)).map((run) =>
    toActivity(runs.stepOf(run.row), run),
  );

export function createActivityRouter({
  rpc: plain,
  runs,
}: { readonly runs: Runs } & { readonly rpc: Rpc }): RouterOf<Contract['activity']> {
  const rpc = withParts(plain, { runs });
  return {
    list: rpc.activity.list.handler(({ input, context }) => activityOf(context, input.organizationId)),
  };
}
