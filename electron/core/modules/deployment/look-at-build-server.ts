import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import { type DockerVersion, dockerVersion } from '../../remote/docker/system.ts';
import type { Store } from '../../store/store.ts';
import { platformObjection, type ServiceView, type WorkloadParts } from '../../workload/index.ts';
import { buildServerOf } from '../node/index.ts';
import { withinPatience } from './within-patience.ts';

/** What builds a configuration beside the server that it runs on. */
export interface FoundBuildServer {
  /** Null where it is built where it runs. */
  readonly name: string | null;
  /** Why it could not be built there, in words. */
  readonly blockers: readonly string[];
}

type Placed = Pick<ServiceView, 'ids' | 'serverId'> & { readonly spec: ServiceSpec };

/** Asks a configuration's build server, and the server that it runs on, whether one builds for the other. */
export async function lookAtBuildServer(
  parts: { readonly store: Store; readonly servers: WorkloadParts['servers'] },
  { ids, serverId, spec }: Placed,
): Promise<FoundBuildServer> {
  try {
    const server = buildServerOf(parts.store, { organizationId: ids.organization, spec, serverId });
    if (!server) return { name: null, blockers: [] };
    return { name: server.name, blockers: await objections(parts, server, serverId) };
  } catch (error) {
    if (!isAppError(error, 'CONFLICT')) throw error;
    return { name: null, blockers: [error.data.reason] };
  }
}

async function objections(
  parts: { readonly store: Store; readonly servers: WorkloadParts['servers'] },
  builder: { readonly id: string; readonly name: string },
  serverId: string | null,
): Promise<string[]> {
  const machineOf = async (id: string): Promise<DockerVersion & { serverName: string }> => {
    const serverName = parts.store.access.node(id)?.name ?? id;
    const asking = parts.servers.use(id, (connection) => dockerVersion(dockerOver(connection)));
    return { ...(await withinPatience(serverName, parts.servers.asked(id, asking))), serverName };
  };
  // what the server that it runs on has to say is told by the look at itself
  const target = serverId === null ? Promise.resolve(null) : machineOf(serverId).catch(() => null);
  try {
    const there = await machineOf(builder.id);
    const here = await target;
    const objection = here ? platformObjection(there, here) : undefined;
    return objection ? [objection] : [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [`It is built on “${builder.name}”: ${error.message}`];
  }
}
