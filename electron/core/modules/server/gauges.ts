import type { GaugeSample } from '#shared/contract/log.ts';
import { createSharedPolls, type SharedPolls } from '../../events/shared-polls.ts';
import type { HostSample } from '../../remote/host/gauges.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

type Use = <T>(
  serverId: string,
  run: (connection: SshConnection) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>;

/** What the gauges are read by: a server's connection, and how long its next sample may take. */
interface GaugeParts {
  readonly use: Use;
  asked<T>(serverId: string, answer: Promise<T>, patienceMs: number): Promise<T>;
}

/** A sample comes every two seconds; a server that misses one, and the next, does not answer. */
const samplePatienceMs = 5_000;

/** Makes the gauges of all servers, over a way to use a server's connection. */
export function createGauges({ use, asked }: GaugeParts): SharedPolls<GaugeSample> {
  return createSharedPolls(async (serverId, take, signal) => {
    const { watchGauges } = await import('../../remote/host/gauges.ts');
    const watch = async (connection: SshConnection): Promise<void> => {
      await using samples = watchGauges(connection, { signal });
      for (;;) {
        const { value, done } = await asked(serverId, samples.next(), samplePatienceMs);
        if (done) return;
        take(toSample(value));
      }
    };
    await use(serverId, watch, signal);
  });
}

function toSample(sample: HostSample): GaugeSample {
  return {
    at: new Date(sample.at).toISOString(),
    cpuPercent: sample.cpuPercent,
    memoryUsedBytes: sample.memoryUsedBytes,
    memoryTotalBytes: sample.memoryTotalBytes,
    diskUsedBytes: sample.diskUsedBytes,
    diskTotalBytes: sample.diskTotalBytes,
    networkReceivedBytesPerSecond: sample.netRxBytesPerSecond,
    networkSentBytesPerSecond: sample.netTxBytesPerSecond,
    load1: sample.load1,
    uptimeSeconds: sample.uptimeSeconds,
  };
}
