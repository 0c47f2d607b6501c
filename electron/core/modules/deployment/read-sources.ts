import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import { type ComposeSources, serviceTypes, type WorkloadParts } from '../../workload/index.ts';
import { gitAccessOf } from './git-access.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Pick<WorkloadParts['servers'], 'use'>;
}

/** Whose repository is read, and for what. */
export interface SourcesAsked {
  readonly serviceId: string;
  readonly serverId: string | null;
  readonly spec: ServiceSpec;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Has a service's server fetch what its configuration leaves to a repository, and reads it; null where nothing is left.
 * REMOTE_FAILED with what git said; CONFLICT before a server is chosen.
 */
export async function readSourcesOf(parts: Parts, asked: SourcesAsked): Promise<ComposeSources | null> {
  const { serviceId, serverId, spec, variables } = asked;
  const { readSources } = serviceTypes[spec.type];
  if (!readSources || !('source' in spec) || spec.source?.type !== 'git') return null;
  if (serverId === null) {
    const reason = 'choose first the server that it runs on, which fetches its repository';
    throw new AppError('CONFLICT', { field: 'serverId', reason });
  }
  const access = gitAccessOf(parts, serviceId);
  const reading = { serviceId, access, variables };
  return parts.servers.use(serverId, (connection) => readSources(connection, spec, reading));
}
