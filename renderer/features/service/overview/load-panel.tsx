import { useEffect, useRef, useState } from 'react';
import type { Figure } from '#shared/contract/monitoring.ts';
import type { Service } from '#shared/contract/service.ts';
import { NeededPart } from '../../../lib/access/needed-part.tsx';
import { cpuWords, memoryWords } from '../../../lib/figures/figure-words.ts';
import { useFigures } from '../../../lib/figures/use-figures.ts';
import { StaleBadge } from '../../../lib/stale-badge.tsx';
import { Gauge, GaugePlaces } from '../../../ui/chart/gauge.tsx';
import type { ChartPoint } from '../../../ui/chart/spark-path.ts';
import { keepSample, type Sample } from './load-samples.ts';

/** What a service uses now, and used over the last minutes; only while it is looked at. */
export function LoadPanel({ service }: { readonly service: Service }) {
  return (
    <NeededPart title="Load" permission="monitoring.read" nodeId={service.id}>
      <Load key={service.id} service={service} />
    </NeededPart>
  );
}

function Load({ service }: { readonly service: Service }) {
  const figure = useFigures(service.organizationId, service.id)?.get(service.id);
  const samples = useSamples(figure);
  if (!figure)
    return (
      <div aria-busy="true" className="grid grid-cols-2 gap-3">
        <GaugePlaces titles={['CPU', 'Memory']} />
      </div>
    );
  const isStale = figure.staleBecause !== null;
  const shared = { until: samples.at(-1)?.at ?? Date.parse(figure.at), isStale };
  const limits = service.spec && 'limits' in service.spec ? service.spec.limits : undefined;
  return (
    <div>
      {isStale && (
        <p className="mb-2">
          <StaleBadge seenAt={figure.at} reason={figure.staleBecause} serverId={service.serverId} />
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Gauge
          {...shared}
          title="CPU"
          value={cpuWords(figure.cpuPercent)}
          detail={
            limits?.cpus ? `100 % is one core · at most ${cpuWords(limits.cpus * 100)}` : '100 % is one core'
          }
          lines={[{ points: pointsOf(samples, ({ cpuPercent }) => cpuPercent) }]}
        />
        <Gauge
          {...shared}
          title="Memory"
          value={memoryWords(figure.memoryBytes)}
          detail={
            limits?.memoryMiB
              ? `at most ${memoryWords(limits.memoryMiB * 1024 ** 2)} a replica`
              : 'no limit is set'
          }
          lines={[{ points: pointsOf(samples, ({ memoryBytes }) => memoryBytes) }]}
        />
      </div>
    </div>
  );
}

const everyMs = 2_000;

/** What was told over the last minutes: what changes nothing is not told again, so it is taken down anew. */
function useSamples(figure: Figure | undefined): readonly Sample[] {
  const newest = useRef(figure);
  newest.current = figure;
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    const note = (): void => setSamples((before) => keepSample(before, newest.current, Date.now()));
    const timer = setInterval(note, everyMs);
    return () => clearInterval(timer);
  }, []);
  return samples;
}

const pointsOf = (samples: readonly Sample[], read: (sample: Sample) => number): ChartPoint[] =>
  samples.map((sample) => ({ at: sample.at, value: read(sample) }));
