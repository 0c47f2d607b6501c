import type { Runtime } from '#shared/contract/service.ts';
import { instant } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';
import { serviceView } from '../desired/service-view.ts';
import type { WorkloadParts } from '../parts.ts';
import { nothingSeen, type Seen } from '../runtime/sight.ts';

/** Older than this is shown as stale. */
const staleAfterMs = 60_000;
const patienceMs = 1_000;

/** What was last seen of a service, with its age. */
export const lastSeen = (store: Store, serviceId: string): Runtime => {
  const view = serviceView(store, serviceId);
  const seen = view.runtime === null ? nothingSeen : (JSON.parse(view.runtime) as Seen);
  const isStale = view.runtime !== null && store.now() - (view.seenAt ?? 0) > staleAfterMs;
  return { ...seen, seenAt: view.seenAt === null ? null : instant(view.seenAt), isStale };
};

/** What runs of a service: asked of its server where that answers within a second, else as last seen. */
export const currentRuntime = async (parts: WorkloadParts, serviceId: string): Promise<Runtime> => {
  const { store, watches, isBusy } = parts;
  const { serverId, currentDeploymentId } = serviceView(store, serviceId);
  const isAnywhere = currentDeploymentId !== null || isBusy(serviceId);
  if (serverId === null || !isAnywhere) return lastSeen(store, serviceId);
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patienceMs);
  try {
    const asked = watches.refresh(serverId, serviceId).catch(() => null); // unreachable: as last seen
    return (await Promise.race([asked, late.promise])) ?? { ...lastSeen(store, serviceId), isStale: true };
  } finally {
    clearTimeout(timer);
  }
};
