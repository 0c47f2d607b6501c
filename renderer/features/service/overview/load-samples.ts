import type { Figure } from '#shared/contract/monitoring.ts';

/** What a service used at one moment of this window's clock. */
export interface Sample {
  readonly at: number;
  readonly cpuPercent: number;
  readonly memoryBytes: number;
}

const mostSamples = 150;

/** The samples with what is true now; what is old is no sample, and leaves a gap. */
export function keepSample(
  before: readonly Sample[],
  figure: Figure | undefined,
  at: number,
): readonly Sample[] {
  if (!figure || figure.staleBecause !== null) return before;
  const { cpuPercent, memoryBytes } = figure;
  return [...before, { at, cpuPercent, memoryBytes }].slice(-mostSamples);
}
