import type { Readable } from 'node:stream';
import { AppError } from '#shared/model/errors.ts';
import { spawn } from '../ssh/spawn.ts';
import type { SshConnection } from '../ssh/types.ts';
import { parseSections, wholeNumber } from './sections.ts';

/** One live reading of a server; rates are since the reading before, so the first one is left out. */
export interface HostSample {
  /** Epoch milliseconds of our clock. */
  readonly at: number;
  /** 0 to 100, over all cores. */
  readonly cpuPercent: number;
  readonly load1: number;
  readonly uptimeSeconds: number;
  readonly memoryUsedBytes: number;
  readonly memoryTotalBytes: number;
  readonly swapUsedBytes: number;
  readonly diskUsedBytes: number;
  readonly diskTotalBytes: number;
  readonly netRxBytesPerSecond: number;
  readonly netTxBytesPerSecond: number;
  readonly diskReadBytesPerSecond: number;
  readonly diskWriteBytesPerSecond: number;
}

/** What one look at /proc gives; counters only ever grow. */
export interface HostCounters {
  readonly uptimeSeconds: number;
  readonly cpuBusy: number;
  readonly cpuTotal: number;
  readonly load1: number;
  readonly memoryUsedBytes: number;
  readonly memoryTotalBytes: number;
  readonly swapUsedBytes: number;
  readonly diskUsedBytes: number;
  readonly diskTotalBytes: number;
  readonly netRxBytes: number;
  readonly netTxBytes: number;
  readonly diskReadBytes: number;
  readonly diskWriteBytes: number;
}

/** $1 seconds between samples. Ends with its connection: the next print has nobody to read it. */
const gaugesScript = `
LC_ALL=C; export LC_ALL
while :; do
  echo @@uptime; cat /proc/uptime
  echo @@cpu; head -n 1 /proc/stat
  echo @@load; cat /proc/loadavg
  echo @@memory; head -n 40 /proc/meminfo
  echo @@net; head -n 200 /proc/net/dev
  echo @@io; head -n 200 /proc/diskstats
  echo @@disk; df -Pk / 2>/dev/null
  echo @@end
  sleep "$1" || exit 0
done
`;

const sectorBytes = 512;
const maxSampleBytes = 128 * 1024;

type Sections = ReturnType<typeof parseSections>;

const numbersOf = (line: string | undefined): number[] =>
  (line ?? '')
    .trim()
    .split(/\s+/)
    .map((word) => (/^\d{1,16}(\.\d{1,6})?$/.test(word) ? Number(word) : 0));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const memoryOf = (sections: Sections) => {
  const kb = (name: string) => {
    const line = (sections.get('memory') ?? []).find((l) => l.startsWith(`${name}:`));
    return (wholeNumber(/(\d+) kB$/.exec(line ?? '')?.[1]) ?? 0) * 1024;
  };
  return {
    memoryTotalBytes: kb('MemTotal'),
    memoryUsedBytes: Math.max(0, kb('MemTotal') - kb('MemAvailable')),
    swapUsedBytes: Math.max(0, kb('SwapTotal') - kb('SwapFree')),
  };
};

/** Real network cards only: what goes through them is not counted again on bridges and containers' ends. */
const isCard = (name: string): boolean =>
  !/^(lo|docker|veth|br-|virbr|cni|flannel|vxlan|ov-|tun|tap)/.test(name);

const netOf = (sections: Sections) => {
  const cards = (sections.get('net') ?? []).flatMap((line) => {
    const [, name = '', rest] = /^\s*([\w.@-]+):(.*)$/.exec(line) ?? [];
    return rest && isCard(name) ? [numbersOf(rest)] : [];
  });
  return { netRxBytes: sum(cards.map((c) => c[0] ?? 0)), netTxBytes: sum(cards.map((c) => c[8] ?? 0)) };
};

/** Whole disks only, not their partitions, loops or memory disks (Documentation/admin-guide/iostats). */
const ioOf = (sections: Sections) => {
  const disks = (sections.get('io') ?? []).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    return /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(words[2] ?? '')
      ? [numbersOf(line)]
      : [];
  });
  return {
    diskReadBytes: sum(disks.map((d) => d[5] ?? 0)) * sectorBytes,
    diskWriteBytes: sum(disks.map((d) => d[9] ?? 0)) * sectorBytes,
  };
};

const diskOf = (sections: Sections) => {
  const line = (sections.get('disk') ?? []).find((l) => /\s\/$/.test(l));
  const [, total, used] = /^\S+\s+(\d+)\s+(\d+)\s/.exec(line ?? '') ?? [];
  return { diskTotalBytes: (wholeNumber(total) ?? 0) * 1024, diskUsedBytes: (wholeNumber(used) ?? 0) * 1024 };
};

/** Reads one sample's text; what is missing or is not what /proc prints counts as 0. */
export const parseCounters = (text: string): HostCounters => {
  const sections = parseSections(text);
  // user nice system idle iowait irq softirq steal; guest times are in user and nice already
  const cpu = numbersOf(sections.get('cpu')?.[0]).slice(1, 9);
  const cpuTotal = sum(cpu);
  return {
    uptimeSeconds: numbersOf(sections.get('uptime')?.[0])[0] ?? 0,
    cpuTotal,
    cpuBusy: cpuTotal - (cpu[3] ?? 0) - (cpu[4] ?? 0),
    load1: numbersOf(sections.get('load')?.[0])[0] ?? 0,
    ...memoryOf(sections),
    ...netOf(sections),
    ...ioOf(sections),
    ...diskOf(sections),
  };
};

/** A reading from two looks, undefined when no time lies between them. */
export const sampleOf = (before: HostCounters, now: HostCounters, at: number): HostSample | undefined => {
  const seconds = now.uptimeSeconds - before.uptimeSeconds;
  if (!(seconds > 0)) return undefined;
  const rate = (name: 'netRxBytes' | 'netTxBytes' | 'diskReadBytes' | 'diskWriteBytes') =>
    Math.max(0, (now[name] - before[name]) / seconds);
  const cpuTime = now.cpuTotal - before.cpuTotal;
  const busy = cpuTime > 0 ? ((now.cpuBusy - before.cpuBusy) / cpuTime) * 100 : 0;
  return {
    at,
    cpuPercent: Math.min(100, Math.max(0, busy)),
    load1: now.load1,
    uptimeSeconds: now.uptimeSeconds,
    memoryUsedBytes: now.memoryUsedBytes,
    memoryTotalBytes: now.memoryTotalBytes,
    swapUsedBytes: now.swapUsedBytes,
    diskUsedBytes: now.diskUsedBytes,
    diskTotalBytes: now.diskTotalBytes,
    netRxBytesPerSecond: rate('netRxBytes'),
    netTxBytesPerSecond: rate('netTxBytes'),
    diskReadBytesPerSecond: rate('diskReadBytes'),
    diskWriteBytesPerSecond: rate('diskWriteBytes'),
  };
};

export interface GaugeOptions {
  readonly intervalMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Cuts output at its `@@end` lines; a server that sends no end is not listened to for ever. */
async function* readSamples(stdout: Readable): AsyncGenerator<string> {
  const end = '@@end\n';
  let text = '';
  for await (const chunk of stdout) {
    text += (chunk as Buffer).toString('utf8');
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end)) {
      yield text.slice(0, at);
      text = text.slice(at + end.length);
    }
    if (text.length > maxSampleBytes) {
      throw new AppError('LIMIT', { what: 'A reading of the server', limit: maxSampleBytes });
    }
  }
}

/**
 * Live readings over one long command, one every interval (2 s unless said), until the reader stops, the
 * signal aborts, or the connection ends (UNREACHABLE). Costs one session of the connection while it runs.
 */
export async function* watchGauges(
  connection: SshConnection,
  { intervalMs = 2_000, signal }: GaugeOptions = {},
): AsyncGenerator<HostSample> {
  const seconds = String(Math.max(0.1, intervalMs / 1000));
  const process = await spawn(connection, ['sh', '-c', gaugesScript, 'sh', seconds], { signal });
  process.stderr.resume();
  let before: HostCounters | undefined;
  try {
    for await (const text of readSamples(process.stdout)) {
      const now = parseCounters(text);
      const sample = before && sampleOf(before, now, Date.now());
      before = now;
      if (sample) yield sample;
    }
    if (!signal?.aborted) await process.done;
  } finally {
    process.kill();
  }
}
