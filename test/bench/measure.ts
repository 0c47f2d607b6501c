/** One thing that is measured: called again and again, alternating with the others of its run. */
export interface Contender {
  readonly name: string;
  /** Does the work once; its time divided by `units` is one sample. */
  run(round: number): unknown | Promise<unknown>;
  /** How many units of work one call is; 1 where absent. */
  readonly units?: number;
}

/** Nanoseconds for one unit of work. */
export interface Measured {
  readonly name: string;
  readonly medianNs: number;
  readonly p99Ns: number;
  readonly samples: number;
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

/** Sums up samples in nanoseconds. */
export const summarize = (name: string, samplesNs: readonly number[]): Measured => {
  const sorted = samplesNs.toSorted((a, b) => a - b);
  return { name, medianNs: quantile(sorted, 0.5), p99Ns: quantile(sorted, 0.99), samples: sorted.length };
};

/** Runs the contenders in turn, round after round, so that a noisy moment of the machine hits all of them. */
export const alternate = async (
  contenders: readonly Contender[],
  { rounds, warmUp = 3 }: { rounds: number; warmUp?: number },
): Promise<Measured[]> => {
  const samples = contenders.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const started = process.hrtime.bigint();
      await contender.run(round);
      const elapsed = Number(process.hrtime.bigint() - started);
      if (round >= 0) samples[index]?.push(elapsed / (contender.units ?? 1));
    }
  }
  return contenders.map(({ name }, index) => summarize(name, samples[index] ?? []));
};

/** A duration in the unit that reads best. */
export const time = (ns: number): string => {
  if (ns < 1_000) return `${ns.toFixed(0)} ns`;
  if (ns < 1_000_000) return `${(ns / 1_000).toFixed(1)} µs`;
  if (ns < 10_000_000_000) return `${(ns / 1_000_000).toFixed(1)} ms`;
  return `${(ns / 1_000_000_000).toFixed(1)} s`;
};

/** Prints one line a contender; the ratio is to the first one (how many times slower). */
export const printTable = (title: string, rows: readonly Measured[]): void => {
  console.log(`\n${title}`);
  const first = rows[0]?.medianNs ?? 1;
  for (const row of rows) {
    const columns = [
      row.name.padEnd(38),
      `median ${time(row.medianNs)}`.padEnd(20),
      `p99 ${time(row.p99Ns)}`.padEnd(18),
      `${(1e9 / row.medianNs).toLocaleString('en', { maximumFractionDigits: 0 })}/s`.padEnd(16),
      `×${(row.medianNs / first).toFixed(2)}`,
    ];
    console.log(`  ${columns.join(' ')}`);
  }
};

/** Says whether a bound that an issue names holds; a missed one makes the run fail. */
export const bound = (what: string, holds: boolean, found: string): void => {
  console.log(`  ${holds ? 'ok    ' : 'MISSED'} ${what}: ${found}`);
  if (!holds) process.exitCode = 1;
};

/** A small deterministic random generator (mulberry32), so that every run asks the same questions. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};
