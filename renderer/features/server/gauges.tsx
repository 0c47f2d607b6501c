import { useRef, useState } from 'react';
import type { GaugeSample } from '#shared/contract/log.ts';
import { errorText } from '../../lib/errors.ts';
import { age, formatBytes } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useStream } from '../../lib/host/use-stream.ts';
import { useNow } from '../../lib/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import { Gauge, GaugePlaces } from '../../ui/chart/gauge.tsx';
import type { ChartPoint } from '../../ui/chart/spark-path.ts';
import { Notice } from '../../ui/notice.tsx';

const staleAfterMs = 10_000;
const mostSamples = 300;

/** The samples of the last minutes; kept by this window only while it looks. */
const useSamples = (serverId: string) => {
  const ring = useRef<readonly GaugeSample[]>([]);
  const [samples, setSamples] = useState<readonly GaugeSample[]>([]);
  const status = useStream<GaugeSample>({
    streamKey: serverId,
    open: (signal) => rpc.server.gauges({ serverId }, { signal }),
    onItem: (sample) => {
      ring.current = [...ring.current, sample].slice(-mostSamples);
      setSamples(ring.current);
    },
  });
  return { samples, status };
};

const percent = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;

const pointsOf = (samples: readonly GaugeSample[], read: (sample: GaugeSample) => number): ChartPoint[] =>
  samples.map((sample) => ({ at: Date.parse(sample.at), value: read(sample) }));

const days = (seconds: number): string => {
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`;
};

const used = (share: number, whole: number): string => `${formatBytes(share)} of ${formatBytes(whole)}`;

interface CardsProps {
  readonly samples: readonly GaugeSample[];
  readonly last: GaugeSample;
  readonly isStale: boolean;
}

const Cards = ({ samples, last, isStale }: CardsProps) => {
  const shared = { until: Date.parse(last.at), isStale };
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Gauge
        {...shared}
        title="CPU"
        value={percent(last.cpuPercent)}
        detail={`load ${last.load1.toFixed(2)} · up ${days(last.uptimeSeconds)}`}
        lines={[{ points: pointsOf(samples, (sample) => sample.cpuPercent) }]}
        max={100}
      />
      <Gauge
        {...shared}
        title="Memory"
        value={percent((100 * last.memoryUsedBytes) / Math.max(1, last.memoryTotalBytes))}
        detail={used(last.memoryUsedBytes, last.memoryTotalBytes)}
        lines={[{ points: pointsOf(samples, (sample) => sample.memoryUsedBytes) }]}
        max={last.memoryTotalBytes}
      />
      <Gauge
        {...shared}
        title="Disk"
        value={percent((100 * last.diskUsedBytes) / Math.max(1, last.diskTotalBytes))}
        detail={used(last.diskUsedBytes, last.diskTotalBytes)}
        lines={[{ points: pointsOf(samples, (sample) => sample.diskUsedBytes) }]}
        max={last.diskTotalBytes}
      />
      <Gauge
        {...shared}
        title="Network"
        value={`${formatBytes(last.networkReceivedBytesPerSecond)}/s`}
        detail={`in (line) · out (dashed) ${formatBytes(last.networkSentBytesPerSecond)}/s`}
        lines={[
          { points: pointsOf(samples, (sample) => sample.networkReceivedBytesPerSecond) },
          { points: pointsOf(samples, (sample) => sample.networkSentBytesPerSecond), isSecond: true },
        ]}
      />
    </div>
  );
};

/** CPU, memory, disk and network of a server, live; what is old says so. */
export const Gauges = ({ serverId }: { readonly serverId: string }) => {
  const { samples, status } = useSamples(serverId);
  const now = useNow(2_000);
  const last = samples.at(-1);
  const isStale = last !== undefined && now - Date.parse(last.at) > staleAfterMs && status.state !== 'live';
  const hasError = status.state === 'waiting' || status.state === 'failed';
  if (!last)
    return hasError ? (
      <Notice tone="warning" title="No gauges yet">
        {errorText(status.error)}
      </Notice>
    ) : (
      <div aria-busy="true" className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        <GaugePlaces titles={['CPU', 'Memory', 'Disk', 'Network']} />
      </div>
    );
  return (
    <div>
      {isStale && (
        <p className="mb-2">
          <Badge tone="degraded">stale, measured {age(last.at, now)}</Badge>
        </p>
      )}
      <Cards samples={samples} last={last} isStale={isStale} />
    </div>
  );
};
