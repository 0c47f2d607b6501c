import type { ChartPoint } from './spark-path.ts';
import { Sparkline } from './sparkline.tsx';

interface GaugeProps {
  readonly title: string;
  readonly value: string;
  readonly detail: string;
  readonly lines: readonly { readonly points: readonly ChartPoint[]; readonly isSecond?: boolean }[];
  /** The value at the top; the highest one shown when absent. */
  readonly max?: number;
  readonly until: number;
  readonly isStale: boolean;
}

const spanMs = 5 * 60_000;

/** One measure: its newest value, and its course over the last five minutes. */
export const Gauge = ({ title, value, detail, lines, max, until, isStale }: GaugeProps) => (
  <section aria-label={title} className="rounded-lg border border-line px-3 pt-2 pb-2">
    <div className="flex items-baseline gap-2">
      <h2 className="text-secondary text-sm">{title}</h2>
      <span className={`ml-auto font-semibold text-lg tabular-nums ${isStale ? 'text-muted' : ''}`}>
        {value}
      </span>
    </div>
    <Sparkline
      label={`${title}, last five minutes, ${isStale ? 'then' : 'now'} ${value}`}
      lines={lines}
      max={max}
      spanMs={spanMs}
      until={until}
      isStale={isStale}
    />
    <p className="truncate pt-1 text-muted text-sm tabular-nums" title={detail}>
      {detail}
    </p>
  </section>
);

/** The place of gauges whose first values are on their way. */
export const GaugePlaces = ({ titles }: { readonly titles: readonly string[] }) =>
  titles.map((title) => (
    <div key={title} className="h-26 rounded-lg border border-line px-3 py-2 text-muted text-sm">
      {title}
    </div>
  ));
