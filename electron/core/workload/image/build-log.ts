import type { LogLine } from '#shared/contract/log.ts';

/** Lines of one build that are kept; past them only the last few are, and how many went. */
const maxLines = 200_000;
const lastLines = 200;
const reasonLines = 15;

/** Every line of the job becomes one line of this source, so that a restarted app knows how many it has. */
export const buildSource = 'build';

export type BuildPhase = 'preparing' | 'fetching' | 'building' | 'done';

const phaseOf = (text: string): BuildPhase | undefined => {
  const [, phase] = /^::quayside phase (preparing|fetching|building|done)$/.exec(text) ?? [];
  return phase as BuildPhase | undefined;
};

const titles: Readonly<Record<BuildPhase, string>> = {
  preparing: 'Preparing the build on the server.',
  fetching: 'Fetching the source.',
  building: 'Building the image.',
  done: 'The image is built.',
};

/** Takes over the output of a build job line by line, within bounds however much it prints. */
export class BuildLog {
  readonly #write: (lines: readonly LogLine[]) => Promise<void>;
  readonly #onPhase: (phase: BuildPhase) => void;
  #left: number;
  #written: number;
  #dropped = 0;
  #last: LogLine[] = [];

  /** `known` lines are in our log already, from before a restart; as many are left out of what comes. */
  constructor(parts: {
    known: number;
    write: (lines: readonly LogLine[]) => Promise<void>;
    onPhase: (phase: BuildPhase) => void;
  }) {
    this.#left = parts.known;
    this.#written = parts.known;
    this.#write = parts.write;
    this.#onPhase = parts.onPhase;
  }

  async take(texts: readonly string[]): Promise<void> {
    const fresh: LogLine[] = [];
    const at = new Date().toISOString();
    for (const text of texts) {
      const phase = phaseOf(text);
      if (phase) this.#onPhase(phase);
      const line: LogLine = phase
        ? { at, stream: 'system', source: buildSource, text: titles[phase] }
        : { at, stream: 'stdout', source: buildSource, text };
      if (!phase) this.#last.push(line);
      if (this.#left > 0) this.#left -= 1;
      else if (this.#written < maxLines) {
        this.#written += 1;
        fresh.push(line);
      } else this.#dropped += 1;
    }
    if (this.#last.length > lastLines * 2) this.#last = this.#last.slice(-lastLines);
    if (fresh.length > 0) await this.#write(fresh);
  }

  /** What the build said last, for the reason of its failure. */
  get lastWords(): string[] {
    return this.#last.slice(-reasonLines).map(({ text }) => text.slice(0, 500));
  }

  /** Writes the end of an output that was too long to keep. */
  async end(): Promise<void> {
    if (this.#dropped === 0) return;
    const kept = this.#last.slice(-Math.min(lastLines, this.#dropped));
    const text = `${this.#dropped - kept.length} lines were left out; these are the last ones.`;
    const at = new Date().toISOString();
    await this.#write([{ at, stream: 'system', source: 'quayside', text }, ...kept]);
    this.#dropped = 0;
  }
}
