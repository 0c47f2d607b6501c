import { AppError } from '#shared/model/errors.ts';
import type { BuildPhase } from './build-log.ts';

/** How long each step may take before it is ended; the job ends itself a little later where nobody looks. */
const limitsMs: Readonly<Record<BuildPhase, number>> = {
  preparing: 2 * 60_000,
  fetching: 10 * 60_000,
  building: 60 * 60_000,
  done: 5 * 60_000,
};

/** Aborts its signal when the build stays in one phase for too long. */
export class BuildDeadline {
  readonly #late = new AbortController();
  #phase: BuildPhase = 'preparing';
  #timer: NodeJS.Timeout | undefined;

  get signal(): AbortSignal {
    return this.#late.signal;
  }

  enter(phase: BuildPhase): void {
    this.#phase = phase;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#late.abort(), limitsMs[phase]).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Throws REMOTE_FAILED with the phase that took too long. */
  require(serverName: string): void {
    if (!this.signal.aborted) return;
    throw new AppError('REMOTE_FAILED', {
      server: serverName,
      action: isFetched(this.#phase) ? 'Building the image' : 'Fetching the source',
      stderr: `It took more than ${limitsMs[this.#phase] / 60_000} minutes and was ended.`,
      cure: 'Find out what hangs; the log shows how far it got.',
    });
  }
}

function isFetched(phase: BuildPhase): boolean {
  return phase === 'building' || phase === 'done';
}
