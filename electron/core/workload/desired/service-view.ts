import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import type { PathNames } from '#shared/model/service-names.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import type { PathIds } from '../runtime/labels.ts';
import { specOf } from '../stored-spec.ts';

/** A service as those who run it need it. */
export interface ServiceView {
  readonly id: string;
  readonly type: ServiceTypeName;
  readonly ids: PathIds;
  readonly names: PathNames;
  readonly siblings: readonly { readonly id: string; readonly name: string }[];
  readonly spec: ServiceSpec | null;
  /** Grows with every change of the configuration. */
  readonly version: number;
  readonly serverId: string | null;
  readonly serverName: string | null;
  readonly state: NodeState;
  readonly currentDeploymentId: string | null;
  readonly runtime: string | null;
  readonly seenAt: number | null;
}

/** Reads a service with its path; NOT_FOUND where it is gone. */
export function serviceView(store: Store, serviceId: string): ServiceView {
  const query = sql.selectFrom('service').selectAll().where('id', '=', serviceId);
  const row = requireRow(store.database.first(query), 'service', serviceId);
  return {
    id: serviceId,
    type: row.type,
    ...placeOf(store, serviceId),
    spec: row.spec === null ? null : specOf({ spec: row.spec }),
    version: row.version,
    serverId: row.server_id,
    serverName: row.server_id === null ? null : (store.access.node(row.server_id)?.name ?? null),
    state: row.state,
    currentDeploymentId: row.current_deployment_id,
    runtime: row.runtime,
    seenAt: row.seen_at,
  };
}

const placeOf = (store: Store, serviceId: string): Pick<ServiceView, 'ids' | 'names' | 'siblings'> => {
  const node = requireRow(store.access.node(serviceId), 'service', serviceId);
  const environment = requireRow(node.parent ?? undefined, 'environment', serviceId);
  const project = requireRow(environment.parent ?? undefined, 'project', serviceId);
  const { organizationId } = node;
  return {
    ids: {
      organization: organizationId,
      project: project.id,
      environment: environment.id,
      service: serviceId,
    },
    names: {
      organization: store.access.node(organizationId)?.name ?? '',
      project: project.name ?? '',
      environment: environment.name ?? '',
      service: node.name ?? '',
    },
    siblings: servicesIn(environment),
  };
};

/** The services of an environment; none where that is gone. */
export const servicesIn = (environment: ReturnType<Store['access']['node']>): ServiceView['siblings'] =>
  [...(environment?.children ?? [])].flatMap(({ id, kind, name }) =>
    kind === 'service' ? [{ id, name: name ?? '' }] : [],
  );
