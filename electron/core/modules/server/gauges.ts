import type { GaugeSample } from '#shared/contract/log.ts';
import type { HostSample } from '../../remote/host/gauges.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';

/** The gauges of all servers: one poller a server, for as long as somebody looks. */
export interface Gauges {
  /** The newest sample each time the reader is ready for one; ends by throwing why the server is not there. */
  follow(serverId: string, signal: AbortSignal): AsyncGenerator<GaugeSample, void>;
  close(): void;
}

type Use = <T>(
  serverId: string,
  run: (connection: SshConnection) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>;

interface Poller {
  readonly abort: AbortController;
  readonly waiting: Set<() => void>;
  readers: number;
  /** Counts samples, so that a reader knows one that it has seen. */
  count: number;
  latest: GaugeSample | null;
  ended: { readonly error: unknown } | null;
}

const toSample = (sample: HostSample): GaugeSample => ({
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
});

const wakeAll = (poller: Poller): void => {
  for (const wake of poller.waiting) wake();
  poller.waiting.clear();
};

const untilNext = (poller: Poller, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      poller.waiting.delete(done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    poller.waiting.add(done);
  });

/** What the gauges are read by: a server's connection, and how long its next sample may take. */
interface GaugeParts {
  readonly use: Use;
  asked<T>(serverId: string, answer: Promise<T>, patienceMs: number): Promise<T>;
}

/** A sample comes every two seconds; a server that misses one, and the next, does not answer. */
const samplePatienceMs = 5_000;

const poll = async (poller: Poller, serverId: string, { use, asked }: GaugeParts): Promise<void> => {
  const { signal } = poller.abort;
  const { watchGauges } = await import('../../remote/host/gauges.ts');
  await use(
    serverId,
    async (connection) => {
      await using samples = watchGauges(connection, { signal });
      for (;;) {
        const { value, done } = await asked(serverId, samples.next(), samplePatienceMs);
        if (done) return;
        poller.latest = toSample(value);
        poller.count += 1;
        wakeAll(poller);
      }
    },
    signal,
  );
};

/** Makes the gauges over a way to use a server's connection. */
export const createGauges = (parts: GaugeParts): Gauges => {
  const pollers = new Map<string, Poller>();

  const start = (serverId: string): Poller => {
    const poller: Poller = {
      abort: new AbortController(),
      waiting: new Set(),
      readers: 0,
      count: 0,
      latest: null,
      ended: null,
    };
    pollers.set(serverId, poller);
    const end = (error: unknown): void => {
      poller.ended = { error };
      if (pollers.get(serverId) === poller) pollers.delete(serverId);
      wakeAll(poller);
    };
    poll(poller, serverId, parts).then(() => end(undefined), end);
    return poller;
  };

  const leave = (serverId: string, poller: Poller): void => {
    poller.readers -= 1;
    if (poller.readers > 0) return;
    if (pollers.get(serverId) === poller) pollers.delete(serverId);
    poller.abort.abort();
  };

  return {
    async *follow(serverId, signal) {
      const poller = pollers.get(serverId) ?? start(serverId);
      poller.readers += 1;
      let seen = 0;
      try {
        while (!signal.aborted) {
          if (poller.latest && poller.count > seen) {
            seen = poller.count;
            yield poller.latest;
          } else if (poller.ended) {
            if (poller.ended.error !== undefined) throw poller.ended.error;
            return;
          } else await untilNext(poller, signal);
        }
      } finally {
        leave(serverId, poller);
      }
    },
    close() {
      for (const poller of pollers.values()) poller.abort.abort();
      pollers.clear();
    },
  };
};
