import { areaPath, type ChartPoint, linePath } from './spark-path.ts';

interface SparklineProps {
  /** What the chart shows, in words with the newest value, for those who cannot see it. */
  readonly label: string;
  readonly lines: readonly { readonly points: readonly ChartPoint[]; readonly isSecond?: boolean }[];
  /** The value at the top; the highest one shown when absent. */
  readonly max?: number | undefined;
  readonly spanMs: number;
  readonly until: number;
  readonly isStale?: boolean;
}

const width = 240;
const height = 48;
const longestGapMs = 8_000;

/** The course of a gauge over the last minutes. */
export const Sparkline = ({ label, lines, max, spanMs, until, isStale }: SparklineProps) => {
  const shown = lines.map((line) => ({
    ...line,
    points: line.points.filter(({ at }) => at >= until - spanMs),
  }));
  const highest = Math.max(1e-9, ...shown.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const box = { width, height, until, spanMs, max: max ?? highest * 1.15 };
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={`h-12 w-full ${isStale ? 'text-state-unknown' : 'text-accent'}`}
    >
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line" strokeWidth="1" />
      {shown.map(({ points, isSecond }) => (
        <g key={isSecond ? 'second' : 'first'} opacity={isSecond ? 0.55 : 1}>
          {!isSecond && <path d={areaPath(points, box, longestGapMs)} fill="currentColor" opacity="0.12" />}
          <path
            d={linePath(points, box, longestGapMs)}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeDasharray={isSecond ? '3 2' : undefined}
            vectorEffect="non-scaling-stroke"
          />
        </g>
      ))}
    </svg>
  );
};
