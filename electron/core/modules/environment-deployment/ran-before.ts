import { hasUnfinishedRun } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { allDeployments, type DeploymentRow } from '../deployment/index.ts';
import type { OrderedRow } from './rows.ts';

/** The deployment that runs of a service; what is stopped runs nothing, which is what going back comes to. */
export function runsNow({ database }: Store, serviceId: string): string | null {
  const query = sql.selectFrom('service').select(['current_deployment_id', 'state']);
  const service = database.first(query.where('id', '=', serviceId));
  return service === undefined || service.state === 'stopped' ? null : service.current_deployment_id;
}

/** What ran before a deployment began: what ran when it was asked for, or what it waited for. */
export function ranBefore(
  { database }: Store,
  { before_id }: OrderedRow,
  { service_id, number, queued_at }: DeploymentRow,
): string | null {
  const [waitedFor] = allDeployments(database, (query) =>
    query
      .where('node.parent_id', '=', service_id)
      .where('deployment.number', '<', number)
      .where('run.state', '=', 'succeeded')
      .where('run.ended_at', '>=', queued_at)
      .orderBy('deployment.number', 'desc')
      .limit(1),
  );
  return waitedFor?.id ?? before_id;
}

/**
 * Whether a service runs what `deploymentId` deployed, and nothing else is to come: else going back would undo as well what
 * somebody deployed since, which is theirs to say, service by service.
 */
export function isUntouched(store: Store, serviceId: string, deploymentId: string | null): boolean {
  const query = sql.selectFrom('service').select('current_deployment_id').where('id', '=', serviceId);
  const current = store.database.first(query)?.current_deployment_id ?? null;
  return current === deploymentId && !hasUnfinishedRun(store.database, serviceId);
}
