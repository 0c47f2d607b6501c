import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { part } from './request.ts';

/** What a running container has used, and what its server has meanwhile; the times only ever grow. */
export interface ContainerCounters {
  readonly cpuNs: number;
  /** The time of all cores of the server together. */
  readonly systemNs: number;
  readonly cores: number;
  /** Without the files that the kernel keeps for it and would give up. */
  readonly memoryBytes: number;
}

const number = z
  .number()
  .nullish()
  .transform((n) => n ?? 0);

const statsSchema = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: number }),
    system_cpu_usage: number,
    online_cpus: number,
  }),
  memory_stats: z.object({
    usage: number,
    stats: z.object({ inactive_file: number, total_inactive_file: number }).nullish(),
  }),
});

/** One look at a container, answered at once; null where it does not run (any more). */
export async function containerCounters(
  docker: DockerClient,
  id: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<ContainerCounters | null> {
  const stats = await docker.find({
    action: 'Reading what a container uses',
    path: `/containers/${part(id)}/stats`,
    query: { stream: false, 'one-shot': true },
    schema: statsSchema,
    signal,
  });
  return stats && stats.cpu_stats.system_cpu_usage > 0 ? toCounters(stats) : null;
}

/** Docker's own command line counts memory so (docker/cli, stats_helpers.go). */
function toCounters({
  cpu_stats: cpu,
  memory_stats: memory,
}: z.output<typeof statsSchema>): ContainerCounters {
  const cache = memory.stats?.total_inactive_file || memory.stats?.inactive_file || 0;
  return {
    cpuNs: cpu.cpu_usage.total_usage,
    systemNs: cpu.system_cpu_usage,
    cores: cpu.online_cpus || 1,
    memoryBytes: Math.max(0, memory.usage - cache),
  };
}
