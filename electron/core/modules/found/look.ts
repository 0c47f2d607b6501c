import type { SshConnection } from '../../remote/ssh/types.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { type Claim, claimsOn, parseLeftover, watchedRuntime } from '../../workload/index.ts';
import type { OnServer } from './group.ts';

/** What is on a server, with the claims that came to nothing. */
export interface Looked extends OnServer {
  /** Claims of this host whose service was never made, as by a kill before it was written down. */
  readonly stale: readonly Claim[];
  /** Whether it can keep whose a project is. */
  readonly isManager: boolean;
}

/** Reads what runs on a server; changes nothing. */
export async function lookAround(connection: SshConnection, store: Store): Promise<Looked> {
  const [{ dockerOver }, { listContainers }, { dockerInfo }] = await Promise.all([
    import('../../remote/docker/client.ts'),
    import('../../remote/docker/containers.ts'),
    import('../../remote/docker/system.ts'),
  ]);
  const docker = dockerOver(connection);
  const { swarm } = await dockerInfo(docker);
  const isManager = swarm.state === 'active' && swarm.isManager;
  const [containers, services, claims] = await Promise.all([
    listContainers(docker, { all: true }),
    watchedRuntime.services(connection),
    isManager ? claimsOn(docker) : [],
  ]);
  const isStale = staleIn(store);
  const stale = claims.filter(isStale);
  const claimed = claims.filter((claim) => !stale.includes(claim)).map(({ project }) => project);
  return { containers, services, claimed: new Set(claimed), stale, isManager };
}

/** What is still to be removed from its server keeps its claim; what another Quayside claims is not ours to judge. */
function staleIn({ access, database }: Store): (claim: Claim) => boolean {
  const leaving = new Set(
    database.all(sql.selectFrom('orphan').select('what')).map(({ what }) => parseLeftover(what).serviceId),
  );
  return ({ organizationId, serviceId }) =>
    access.node(organizationId) !== undefined &&
    access.node(serviceId) === undefined &&
    !leaving.has(serviceId);
}
