import type { Store } from '../../store/store.ts';
import { allDeployments, type DeploymentRow } from '../deployment/index.ts';
import { type EnvironmentDeploymentRow, type OrderedRow, orderedRows } from './rows.ts';

/** The deployments that were made for these services, by id. */
export function deploymentsOf(store: Store, ordered: readonly OrderedRow[]): Map<string, DeploymentRow> {
  const ids = ordered.flatMap(({ deployment_id, undo_id }) => [deployment_id ?? [], undo_id ?? []].flat());
  const found = allDeployments(store.database, (query) => query.where('deployment.id', 'in', ids));
  return new Map(found.map((row) => [row.id, row]));
}

/** The deployment that came in the place of one that was superseded, however often; any other one is its own answer. */
export function inPlaceOf({ database }: Store, deployment: DeploymentRow): DeploymentRow {
  if (deployment.state !== 'superseded') return deployment;
  const [later] = allDeployments(database, (query) =>
    query
      .where('node.parent_id', '=', deployment.service_id)
      .where('deployment.number', '>', deployment.number)
      .where('run.state', '!=', 'superseded')
      .orderBy('deployment.number')
      .limit(1),
  );
  return later ?? deployment;
}

/** The services that run what it deployed, or did when it ended. */
export function changedBy(store: Store, { id }: Pick<EnvironmentDeploymentRow, 'id'>): OrderedRow[] {
  const ordered = orderedRows(store.database, id);
  const deployments = deploymentsOf(store, ordered);
  return ordered.filter(({ deployment_id, undo_id, is_stopped }) => {
    const undo = deployments.get(undo_id ?? '');
    const isBack = undo !== undefined && inPlaceOf(store, undo).state === 'succeeded';
    return deployments.get(deployment_id ?? '')?.state === 'succeeded' && !isBack && is_stopped === 0;
  });
}

/** What a service of an environment is called: where it is elsewhere by now, what it was called before that. */
export function nameIn(
  { access }: Pick<Store, 'access'>,
  environmentId: string,
  { service_id, name }: Pick<OrderedRow, 'service_id' | 'name'>,
): string {
  const node = access.node(service_id);
  return (node?.parent?.id === environmentId && node.name) || name;
}
