import type { Activity } from '#shared/contract/activity.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import { type OperationContext, type RouterOf, rpc } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';

const shownMs = 24 * 60 * 60 * 1000;
const shownItems = 200;

const deploymentState = (state: DeploymentState): Activity['state'] => {
  if (state === 'queued') return 'waiting';
  if (state === 'succeeded') return 'succeeded';
  if (state === 'failed' || state === 'rolled-back') return 'failed';
  if (state === 'cancelled' || state === 'superseded') return 'cancelled';
  return 'running';
};

const setupStates = {
  running: 'running',
  interrupted: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

const deploymentsOf = (context: OperationContext, organizationId: string): Activity[] => {
  const { database, now } = context.store;
  const rows = database.all(
    sql
      .selectFrom('deployment')
      .innerJoin('node', 'node.id', 'deployment.id')
      .innerJoin('node as service', 'service.id', 'node.parent_id')
      .selectAll('deployment')
      .select(['service.id as service_id', 'service.name as service_name'])
      .where('node.organization_id', '=', organizationId)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', now() - shownMs)]))
      .orderBy('queued_at', 'desc'),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: 'deployment',
    nodeId: row.service_id,
    title: `${row.rollback_of ? 'Roll back' : 'Deploy'} ${row.service_name ?? ''} #${row.number}`,
    step: row.state,
    state: deploymentState(row.state),
    reason: row.reason,
    startedBy: row.started_by_name,
    startedAt: instant(row.started_at ?? row.queued_at),
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  }));
};

const currentStep = (steps: string): string => {
  const parsed = JSON.parse(steps) as { name: string; state: string }[];
  const step =
    parsed.find(({ state }) => state === 'running') ?? parsed.findLast(({ state }) => state !== 'pending');
  return step?.name ?? 'starting';
};

const setupsOf = (context: OperationContext, organizationId: string): Activity[] => {
  const { database, now } = context.store;
  const rows = database.all(
    sql
      .selectFrom('setup')
      .innerJoin('node', 'node.id', 'setup.id')
      .innerJoin('node as server', 'server.id', 'node.parent_id')
      .selectAll('setup')
      .select(['server.id as server_id', 'server.name as server_name'])
      .where('node.organization_id', '=', organizationId)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', now() - shownMs)]))
      .orderBy('started_at', 'desc'),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: 'setup',
    nodeId: row.server_id,
    title: `Set up ${row.server_name ?? ''}`,
    step: currentStep(row.steps),
    state: setupStates[row.state],
    reason: row.reason,
    startedBy: row.started_by,
    startedAt: instant(row.started_at),
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  }));
};

const activityOf = (context: OperationContext, organizationId: string): Activity[] =>
  [...deploymentsOf(context, organizationId), ...setupsOf(context, organizationId)]
    .filter(({ id }) => context.store.access.canSee(context.caller.subject, id))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, shownItems);

export const activityRouter: RouterOf<Contract['activity']> = {
  list: rpc.activity.list.handler(({ input, context }) => activityOf(context, input.organizationId)),
};
