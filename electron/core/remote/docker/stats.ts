import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { readJsonLines } from './json-lines.ts';
import { part } from './request.ts';
import { listOf } from './schema.ts';

/** One reading of a container, about one a second; `cpuPercent` counts 100 for each core, bytes since its start. */
export interface ContainerSample {
  readonly at: string;
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly netRxBytes: number;
  readonly netTxBytes: number;
  readonly blockReadBytes: number;
  readonly blockWriteBytes: number;
  readonly pids: number;
}

const number = z
  .number()
  .nullish()
  .transform((n) => n ?? 0);
const cpuSchema = z.object({
  cpu_usage: z.object({ total_usage: number }),
  system_cpu_usage: number,
  online_cpus: number,
});

const statsSchema = z.object({
  read: z.string(),
  cpu_stats: cpuSchema,
  precpu_stats: cpuSchema,
  memory_stats: z.object({
    usage: number,
    limit: number,
    stats: z.object({ inactive_file: number, total_inactive_file: number }).nullish(),
  }),
  networks: z.record(z.string(), z.object({ rx_bytes: number, tx_bytes: number })).nullish(),
  blkio_stats: z
    .object({ io_service_bytes_recursive: listOf(z.object({ op: z.string(), value: z.number() })) })
    .nullish(),
  pids_stats: z.object({ current: number }).nullish(),
});

type Stats = z.output<typeof statsSchema>;

const cpuPercent = ({ cpu_stats: now, precpu_stats: before }: Stats): number => {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = now.system_cpu_usage - before.system_cpu_usage;
  return passed > 0 && used > 0 ? (used / passed) * (now.online_cpus || 1) * 100 : 0;
};

const toSample = (s: Stats): ContainerSample => {
  const networks = Object.values(s.networks ?? {});
  const blocks = s.blkio_stats?.io_service_bytes_recursive ?? [];
  const total = (op: string) =>
    blocks.filter((b) => b.op.toLowerCase() === op).reduce((sum, b) => sum + b.value, 0);
  const cache = s.memory_stats.stats?.total_inactive_file || s.memory_stats.stats?.inactive_file || 0;
  return {
    at: s.read,
    cpuPercent: cpuPercent(s),
    memoryBytes: Math.max(0, s.memory_stats.usage - cache),
    memoryLimitBytes: s.memory_stats.limit,
    netRxBytes: networks.reduce((sum, n) => sum + n.rx_bytes, 0),
    netTxBytes: networks.reduce((sum, n) => sum + n.tx_bytes, 0),
    blockReadBytes: total('read'),
    blockWriteBytes: total('write'),
    pids: s.pids_stats?.current ?? 0,
  };
};

/** Live readings of a container until it stops, the reader does, or the signal aborts. */
export async function* containerStats(
  docker: DockerClient,
  id: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ContainerSample> {
  const action = "Reading a container's load";
  const path = `/containers/${part(id)}/stats`;
  const response = await docker.stream({ action, path, query: { stream: true }, signal });
  for await (const { value } of readJsonLines(response, { server: docker.server, action, signal })) {
    const parsed = statsSchema.safeParse(value);
    if (parsed.success) yield toSample(parsed.data);
  }
}
