/** One value at one time, in milliseconds since the epoch; null is a gap. */
export interface ChartPoint {
  readonly at: number;
  readonly value: number | null;
}

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  /** The time at the right edge, and how much time the width shows. */
  readonly until: number;
  readonly spanMs: number;
  readonly max: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const place = ({ at, value }: { at: number; value: number }, box: ChartBox): string => {
  const x = box.width * (1 - (box.until - at) / box.spanMs);
  const y = box.height - (box.height - 2) * Math.min(1, Math.max(0, box.max > 0 ? value / box.max : 0)) - 1;
  return `${round(x)} ${round(y)}`;
};

/** Cuts points into unbroken runs: a gap in the values, or a silence of more than `longestGapMs`. */
export const runsOf = (
  points: readonly ChartPoint[],
  longestGapMs: number,
): { at: number; value: number }[][] => {
  const runs: { at: number; value: number }[][] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    if (value === null) {
      lastAt = Number.NEGATIVE_INFINITY;
      continue;
    }
    if (at - lastAt > longestGapMs) runs.push([]);
    runs.at(-1)?.push({ at, value });
    lastAt = at;
  }
  return runs;
};

/** The line of a small chart as the data of an SVG path; gaps stay gaps. */
export const linePath = (points: readonly ChartPoint[], box: ChartBox, longestGapMs: number): string =>
  runsOf(points, longestGapMs)
    .map((run) => run.map((point, index) => `${index ? 'L' : 'M'}${place(point, box)}`).join(''))
    .join('');

/** The area below the line. */
export const areaPath = (points: readonly ChartPoint[], box: ChartBox, longestGapMs: number): string =>
  runsOf(points, longestGapMs)
    .map((run) => {
      const [first] = run;
      const last = run.at(-1);
      if (!first || !last) return '';
      const line = run.map((point) => `L${place(point, box)}`).join('');
      const edge = (at: number) => round(box.width * (1 - (box.until - at) / box.spanMs));
      return `M${edge(first.at)} ${box.height}${line}L${edge(last.at)} ${box.height}Z`;
    })
    .join('');
