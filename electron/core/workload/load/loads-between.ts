import type { ContainerUsage } from '../runtime/runtime.ts';

/** What all running containers of a service use together. */
export interface Load {
  /** 100 is one core. */
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  /** The worst of its containers; null where nothing checks them. */
  readonly health: ContainerUsage['health'];
}

type Usages = readonly ContainerUsage[];

/** The load of each service between two looks; a container that is new since the first counts by its memory alone. */
export function loadsBetween(before: Usages, now: Usages): ReadonlyMap<string, Load> {
  const earlier = new Map(before.map((usage) => [usage.containerId, usage]));
  const loads = new Map<string, Load>();
  for (const [serviceId, usages] of Map.groupBy(now, (usage) => usage.serviceId)) {
    loads.set(serviceId, {
      cpuPercent: sum(usages.map((usage) => cpuPercent(earlier.get(usage.containerId), usage))),
      memoryBytes: sum(usages.map(({ memoryBytes }) => memoryBytes)),
      health: worst.find((health) => usages.some((usage) => usage.health === health)) ?? null,
    });
  }
  return loads;
}

const worst = ['unhealthy', 'starting', 'healthy'] as const;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function cpuPercent(before: ContainerUsage | undefined, now: ContainerUsage): number {
  const used = now.cpuNs - (before?.cpuNs ?? now.cpuNs);
  const passed = now.systemNs - (before?.systemNs ?? now.systemNs);
  return used > 0 && passed > 0 ? (used / passed) * now.cores * 100 : 0;
}
