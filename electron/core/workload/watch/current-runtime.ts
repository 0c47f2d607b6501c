import type { Runtime } from '#shared/contract/service.ts';
import { instant } from '../../store/require-row.ts';
import { serviceView } from '../desired/service-view.ts';
import type { WorkloadParts } from '../parts.ts';
import { nothingSeen, type Seen } from '../runtime/sight.ts';

/** A page waits no longer for an answer; the server's freshness is as patient. */
const patienceMs = 1_000;

/** What was last seen of a service, as old as what is known of its server. */
export const lastSeen = ({ store, servers }: WorkloadParts, serviceId: string): Runtime => {
  const { runtime, serverId, seenAt } = serviceView(store, serviceId);
  if (runtime === null || serverId === null) {
    const isSeen = seenAt === null ? null : instant(seenAt);
    return { ...nothingSeen, seenAt: isSeen, isStale: false, staleBecause: null };
  }
  const { isFresh, asOf, reason = null } = servers.freshnessOf(serverId, seenAt);
  const seen = JSON.parse(runtime) as Seen;
  const lastAt = isFresh && seenAt !== null ? instant(seenAt) : asOf;
  return { ...seen, seenAt: lastAt, isStale: !isFresh, staleBecause: reason };
};

/** What runs of a service: asked of its server where that answers within a second, else as last seen. */
export const currentRuntime = async (parts: WorkloadParts, serviceId: string): Promise<Runtime> => {
  const { store, watches, isBusy } = parts;
  const { serverId, currentDeploymentId } = serviceView(store, serviceId);
  const isAnywhere = currentDeploymentId !== null || isBusy(serviceId);
  if (serverId === null || !isAnywhere) return lastSeen(parts, serviceId);
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patienceMs);
  try {
    const asked = watches.refresh(serverId, serviceId).catch(() => null); // unreachable: as last seen
    return (await Promise.race([asked, late.promise])) ?? lastSeen(parts, serviceId);
  } finally {
    clearTimeout(timer);
  }
};
