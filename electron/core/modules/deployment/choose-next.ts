/** A deployment that waits or runs. */
export interface Waiting {
  readonly id: string;
  readonly serviceId: string;
  readonly serverId: string;
}

/** Deployments that run at once on one server. */
export const runningPerServer = 2;

/**
 * Which of the waiting deployments may begin now: in their order, one at a time for a service, at most
 * `limit` at a time on a server.
 */
export const chooseNext = <W extends Waiting>(
  waiting: readonly W[],
  running: readonly Waiting[],
  limit = runningPerServer,
): W[] => {
  const busyServices = new Set(running.map(({ serviceId }) => serviceId));
  const counts = new Map<string, number>();
  for (const { serverId } of running) counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
  return waiting.filter(({ serviceId, serverId }) => {
    const count = counts.get(serverId) ?? 0;
    if (busyServices.has(serviceId) || count >= limit) {
      // what comes later for this service has to wait for this one
      busyServices.add(serviceId);
      return false;
    }
    busyServices.add(serviceId);
    counts.set(serverId, count + 1);
    return true;
  });
};
