import type { PlacedDeployment } from '#shared/contract/deployment.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { allDeployments, type DeploymentRow } from './rows.ts';
import { toDeployment } from './view.ts';

interface PlacedPage {
  /** Which services it is about. */
  readonly within: ReturnType<typeof servicesOfProject>;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * One page of the deployments of several services, newest first, of those that the caller may read. The cursor is the
 * instant and the id of the last one shown; one that is nothing of the kind begins at the newest.
 */
export function listPlaced(
  context: OperationContext,
  { within, cursor, limit }: PlacedPage,
): { items: PlacedDeployment[]; next?: string } {
  const found: DeploymentRow[] = [];
  for (let place = placeOf(cursor); ; ) {
    const rows = rowsAfter(context, within, place);
    found.push(...rows.filter((row) => mayRead(context, row)));
    const last = rows.at(-1);
    if (!last || rows.length < chunk || found.length > limit) break;
    place = { queuedAt: last.queued_at, id: last.id };
  }
  const items = found.slice(0, limit).map((row) => placed(context, row));
  const last = found[limit - 1];
  return found.length > limit && last ? { items, next: `${last.queued_at}.${last.id}` } : { items };
}

/** The ids of the services of a project, as a query. */
export function servicesOfProject(projectId: string) {
  const environments = sql.selectFrom('node').select('id').where('parent_id', '=', projectId);
  return sql.selectFrom('node').select('id').where('parent_id', 'in', environments);
}

/** The ids of the services of an environment, as a query. */
export function servicesOfEnvironment(environmentId: string): ReturnType<typeof servicesOfProject> {
  return sql.selectFrom('node').select('id').where('parent_id', '=', environmentId);
}

/** Rows that are read at once; what the caller may not read is left out afterwards. */
const chunk = 200;

interface Place {
  readonly queuedAt: number;
  readonly id: string;
}

function placeOf(cursor: string | undefined): Place | undefined {
  const [, queuedAt = '', id = ''] = /^(\d{1,16})\.(.+)$/.exec(cursor ?? '') ?? [];
  return id ? { queuedAt: Number(queuedAt), id } : undefined;
}

function rowsAfter(
  { store }: OperationContext,
  within: PlacedPage['within'],
  place: Place | undefined,
): DeploymentRow[] {
  return allDeployments(store.database, (query) => {
    const newest = query
      .where('run.subject_id', 'in', within)
      .orderBy('run.queued_at', 'desc')
      .orderBy('deployment.id', 'desc')
      .limit(chunk);
    if (!place) return newest;
    return newest.where((eb) =>
      eb.or([
        eb('run.queued_at', '<', place.queuedAt),
        eb.and([eb('run.queued_at', '=', place.queuedAt), eb('deployment.id', '<', place.id)]),
      ]),
    );
  });
}

function mayRead({ store, caller }: OperationContext, row: DeploymentRow): boolean {
  return store.access.allows(caller.subject, 'deployment.read', row.service_id);
}

function placed({ store }: OperationContext, row: DeploymentRow): PlacedDeployment {
  const service = store.access.node(row.service_id);
  return {
    ...toDeployment(row),
    serviceName: service?.name ?? '',
    environmentName: service?.parent?.name ?? '',
  };
}
