import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPath, linePath, runsOf } from './spark-path.ts';

const box = { width: 100, height: 22, until: 1_000, spanMs: 1_000, max: 10 };

describe('a small chart', () => {
  it('draws a line from the oldest to the newest value', () => {
    const points = [
      { at: 0, value: 0 },
      { at: 500, value: 5 },
      { at: 1_000, value: 10 },
    ];
    expect(linePath(points, box, 600)).toBe('M0 21L50 11L100 1');
  });

  it('leaves a gap where nothing was heard', () => {
    const points = [
      { at: 0, value: 1 },
      { at: 100, value: 1 },
      { at: 900, value: 1 },
    ];
    expect(runsOf(points, 200).map((run) => run.length)).toEqual([2, 1]);
    expect(linePath(points, box, 200).match(/M/g)).toHaveLength(2);
  });

  it('stays inside its box, whatever the values', () => {
    const point = fc.record({ at: fc.integer({ min: 0, max: 1_000 }), value: fc.double({ noNaN: true }) });
    fc.assert(
      fc.property(fc.array(point), (points) => {
        const sorted = points.toSorted((a, b) => a.at - b.at);
        for (const path of [linePath(sorted, box, 100), areaPath(sorted, box, 100)])
          for (const [, x, y] of path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
            expect(Number(x)).toBeGreaterThanOrEqual(0);
            expect(Number(x)).toBeLessThanOrEqual(100);
            expect(Number(y)).toBeGreaterThanOrEqual(0);
            expect(Number(y)).toBeLessThanOrEqual(22);
          }
      }),
    );
  });
});
