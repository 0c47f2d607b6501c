import type { Figure } from '#shared/contract/monitoring.ts';

const [kib, mib, gib] = [1024, 1024 ** 2, 1024 ** 3];

/** CPU as a whole number where that says enough: `0.4 %`, `3 %`, `140 %`. */
export function cpuWords(percent: number): string {
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Memory in the unit that people think in: `48 MiB`, `1.4 GiB`. */
export function memoryWords(bytes: number): string {
  if (bytes < mib) return `${Math.round(bytes / kib)} KiB`;
  if (bytes < gib) return `${Math.round(bytes / mib)} MiB`;
  return `${(bytes / gib).toFixed(bytes < 100 * gib ? 1 : 0)} GiB`;
}

/** What several use together, of those whose figures are true now; null where that is none. */
export function sumWords(figures: readonly Figure[]): string | null {
  const current = figures.filter(({ staleBecause }) => staleBecause === null);
  if (current.length === 0) return null;
  const sum = (read: (figure: Figure) => number) => current.reduce((all, figure) => all + read(figure), 0);
  return `${cpuWords(sum(({ cpuPercent }) => cpuPercent))} · ${memoryWords(sum(({ memoryBytes }) => memoryBytes))}`;
}
