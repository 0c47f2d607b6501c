import { sql as raw } from 'kysely';
import type { Service } from '#shared/contract/service.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { specOf } from '../../workload/stored-spec.ts';
import { instant, requireRow } from '../node/index.ts';

const services = sql
  .selectFrom('service')
  .innerJoin('node', 'node.id', 'service.id')
  // a provider holds for the one address that it was chosen for
  .leftJoin('git_binding', (join) =>
    join
      .onRef('git_binding.service_id', '=', 'service.id')
      .on('git_binding.url', '=', raw<string>`json_extract(service.spec, '$.source.url')`),
  )
  .select([
    'service.id',
    'node.parent_id',
    'node.organization_id',
    'node.name',
    'service.description',
    'service.type',
    'service.server_id',
    'service.spec',
    'service.version',
    'service.state',
    'service.deploy_key_public',
    'service.deploy_key_id',
    'git_binding.git_provider_id',
    'service.current_deployment_id',
    'service.created_at',
  ]);

type Row = ReturnType<typeof services.execute> extends Promise<(infer R)[]> ? R : never;

const toService = (row: Row): Service => ({
  id: row.id,
  environmentId: row.parent_id ?? '',
  organizationId: row.organization_id,
  name: row.name ?? '',
  description: row.description,
  type: row.type,
  serverId: row.server_id,
  spec: row.spec === null ? null : specOf({ spec: row.spec }),
  version: row.version,
  state: row.state,
  deployKey: row.deploy_key_public,
  deployKeyId: row.deploy_key_id,
  gitProviderId: row.git_provider_id,
  currentDeploymentId: row.current_deployment_id,
  createdAt: instant(row.created_at),
});

export const serviceOf = (store: Store, id: string): Service =>
  toService(requireRow(store.database.first(services.where('service.id', '=', id)), 'service', id));

/** The organization that a node is of. */
export const organizationOf = ({ store }: { readonly store: Store }, nodeId: string): string =>
  requireRow(store.access.node(nodeId), 'environment', nodeId).organizationId;

/** The services of an environment that an account may read, by name. */
export const servicesOf = (store: Store, subject: string, environmentId: string): Service[] =>
  store.database
    .all(services.where('node.parent_id', '=', environmentId).orderBy('node.name'))
    .filter(({ id }) => store.access.can(subject, 'service.read', id))
    .map(toService);
