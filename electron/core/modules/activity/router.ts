import type { Activity } from '#shared/contract/activity.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { RunState } from '#shared/model/run.ts';
import { type OperationContext, type RouterOf, rpc } from '../../rpc/index.ts';
import { begunAt, type RunSummary, recentRuns } from '../../runs/index.ts';
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

const activityOf = ({ core, store, caller }: OperationContext, organizationId: string): Activity[] =>
  recentRuns(store, organizationId, (id) => store.access.canSee(caller.subject, id)).map((run) =>
    toActivity(core.runs.stepOf(run.row), run),
  );

export const activityRouter: RouterOf<Contract['activity']> = {
  list: rpc.activity.list.handler(({ input, context }) => activityOf(context, input.organizationId)),
};
