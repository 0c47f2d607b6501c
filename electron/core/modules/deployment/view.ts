import type { Deployment } from '#shared/contract/deployment.ts';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { PathIds, PathNames } from '../../workload/index.ts';
import { instant, requireRow } from '../node/index.ts';
import type { DeploymentRow } from './rows.ts';

/** The spec of a row. Not in rows.ts, which a start loads: the schemas cost more time than the rest of it. */
export const specOf = (row: { spec: string }): ServiceSpec => ServiceSpec.parse(JSON.parse(row.spec));

const instantOrNull = (millis: number | null): string | null => (millis === null ? null : instant(millis));

/** A deployment as the contract shows it. */
export const toDeployment = (row: DeploymentRow): Deployment => ({
  id: row.id,
  serviceId: row.service_id,
  organizationId: row.organization_id,
  number: row.number,
  state: row.state,
  reason: row.reason,
  serverId: row.server_id,
  serverName: row.server_name,
  startedBy: row.started_by_name,
  rollbackOf: row.rollback_of,
  queuedAt: instant(row.queued_at),
  startedAt: instantOrNull(row.started_at),
  endedAt: instantOrNull(row.ended_at),
  imageReference: row.image_reference,
  imageDigest: row.image_digest,
  imageId: row.image_id,
  commit: row.commit_hash,
  spec: specOf(row),
});

/** A service as a deployment needs it. */
export interface ServiceView {
  readonly id: string;
  readonly ids: PathIds;
  readonly names: PathNames;
  readonly siblings: readonly { readonly id: string; readonly name: string }[];
  readonly spec: ServiceSpec | null;
  readonly serverId: string | null;
  readonly serverName: string | null;
  readonly state: NodeState;
  readonly currentDeploymentId: string | null;
  readonly runtime: string | null;
  readonly seenAt: number | null;
}

/** Reads a service with its path; NOT_FOUND where it is gone. */
export const serviceView = (store: Store, serviceId: string): ServiceView => {
  const row = requireRow(
    store.database.first(sql.selectFrom('service').selectAll().where('id', '=', serviceId)),
    'service',
    serviceId,
  );
  const node = requireRow(store.access.node(serviceId), 'service', serviceId);
  const environment = requireRow(node.parent ?? undefined, 'environment', serviceId);
  const project = requireRow(environment.parent ?? undefined, 'project', serviceId);
  const organization = store.access.node(node.organizationId);
  return {
    id: serviceId,
    ids: {
      organization: node.organizationId,
      project: project.id,
      environment: environment.id,
      service: serviceId,
    },
    names: {
      organization: organization?.name ?? '',
      project: project.name ?? '',
      environment: environment.name ?? '',
      service: node.name ?? '',
    },
    siblings: [...environment.children].flatMap(({ id, kind, name }) =>
      kind === 'service' ? [{ id, name: name ?? '' }] : [],
    ),
    spec: row.spec === null ? null : ServiceSpec.parse(JSON.parse(row.spec)),
    serverId: row.server_id,
    serverName: row.server_id === null ? null : (store.access.node(row.server_id)?.name ?? null),
    state: row.state,
    currentDeploymentId: row.current_deployment_id,
    runtime: row.runtime,
    seenAt: row.seen_at,
  };
};
