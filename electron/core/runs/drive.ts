import { AppError, type Cure, isAppError } from '#shared/model/errors.ts';
import { isOfDisk } from '../store/disk-problem.ts';
import type { End, EndState, RunKind, ToUndo, Work } from './kind.ts';
import type { RunSignals } from './queue.ts';
import { patchRun, progressOf, runRow } from './rows.ts';
import { Run, type RunParts } from './run.ts';

const patienceMs = 10 * 60_000;

/** What the engine itself keeps of a run beside what its kind keeps there. */
export interface EngineProgress {
  /** It failed and is being undone; why, without what that came to. */
  readonly failure: string;
  /** What takes the cause of its failure away, where the product can do that. */
  readonly curedBy: Cure;
}

const titles: Readonly<Record<EndState, string>> = {
  succeeded: 'Succeeded.',
  failed: 'Failed.',
  undone: 'Failed, and rolled back.',
  cancelled: 'Cancelled.',
  interrupted: 'Given up.',
};

/**
 * Drives a run from wherever its row says it stands, and never rejects. Aborting `cancel` undoes it; aborting
 * `close` leaves it for the next start.
 */
export async function drive(
  parts: RunParts,
  kind: RunKind,
  id: string,
  signals: RunSignals,
): Promise<'ended' | 'interrupted'> {
  const work = await kind.load();
  const run = new Run(parts, id, { signals, patienceMs: kind.patienceMs ?? patienceMs });
  const driver = new Driver(parts, run, work);
  const result = await driver.drive();
  if (result === 'ended' && !signals.close.aborted && runRow(parts.store.database, id).ended_at !== null) {
    await parts.logs.end(id);
  }
  return result;
}

class Driver<C> {
  readonly #parts: RunParts;
  readonly #run: Run;
  readonly #work: Work<C>;
  #context: C | undefined;

  constructor(parts: RunParts, run: Run, work: Work<C>) {
    this.#parts = parts;
    this.#run = run;
    this.#work = work;
  }

  async drive(): Promise<'ended' | 'interrupted'> {
    try {
      this.#context = this.#work.open(this.#run);
      await this.#attempt(this.#context);
    } catch (error) {
      const isParked = await this.#recoverFrom(error);
      if (isParked) return 'interrupted';
    } finally {
      this.#run.close();
      if (this.#context !== undefined) await this.#work.close?.(this.#context);
    }
    return 'ended';
  }

  async #attempt(context: C): Promise<void> {
    const { row } = this.#run;
    if (row.cancel_requested === 1) return this.#cancel(context);
    this.#begin(context);
    const { failure } = progressOf<EngineProgress>(row);
    if (failure !== undefined) return this.#undo(context, (undone) => `${failure}\n${undone}`);
    for (const step of this.#work.steps) {
      if (step.isDone?.(context)) continue;
      const { name, before } = step;
      if (name) this.#run.enter(name, undefined, before && ((tx) => before(tx, context)));
      const result = await step.act(context);
      if (result && 'state' in result) return this.#finish(result);
      if (result) return this.#fail(context, result);
    }
    this.#finish({ state: 'succeeded', reason: null });
  }

  #begin(context: C): void {
    const { state, started_by_name } = this.#run.row;
    if (state === 'queued') {
      this.#run.patch({ state: 'running', started_at: this.#parts.store.now() });
      const greeting = this.#work.greeting?.(context) ?? `Asked for by ${started_by_name}.`;
      this.#run.log.say(greeting);
    } else {
      this.#run.log.say('Going on after an interruption.');
      this.#run.patch({ state: 'running', reason: null });
    }
  }

  /** The reason is written down before anything is undone, so that a restarted app goes on undoing. */
  #fail(context: C, { reason }: ToUndo): Promise<void> {
    this.#run.patch({
      progress: { failure: this.#run.log.strike(reason('')) } satisfies Partial<EngineProgress>,
    });
    return this.#undo(context, reason);
  }

  async #undo(context: C, reason: (undone: string) => string): Promise<void> {
    const { isRestored, text } = await this.#work.undo(context, 'failed');
    this.#finish({ state: isRestored ? 'undone' : 'failed', reason: reason(text ?? '') });
  }

  async #cancel(context: C): Promise<void> {
    this.#run.log.say('Cancelling.');
    const { text } = await this.#work.undo(context, 'cancelled');
    this.#finish({ state: 'cancelled', reason: text });
  }

  /** Writes the end, and what follows from it, in one transaction. */
  #finish(end: End): void {
    const reason = end.reason === null ? null : this.#run.log.strike(end.reason);
    this.#run.log.say([titles[end.state], reason].filter(Boolean).join(' '));
    this.#parts.store.write((tx) => {
      patchRun(tx, this.#run.id, { state: end.state, reason, ended_at: tx.now });
      if (this.#context !== undefined) this.#work.ended?.(tx, this.#context, { ...end, reason });
    });
  }

  /** Answers whether the run waits for its server. */
  async #recoverFrom(error: unknown): Promise<boolean> {
    const { signals } = this.#run;
    const context = this.#context;
    if (signals.close.aborted) return false;
    if (context === undefined || !signals.cancel.aborted || this.#run.row.cancel_requested === 0) {
      return this.#settle(error);
    }
    try {
      await this.#cancel(context);
      return false;
    } catch (second) {
      return signals.close.aborted ? false : this.#settle(second);
    }
  }

  #settle(error: unknown): boolean {
    // What could not be written down here says nothing of the work: the queue tries again when the disk may take it.
    if (isOfDisk(error)) throw error;
    if (isAppError(error, 'UNREACHABLE') && this.#context !== undefined) {
      const end = this.#work.lost?.(this.#context, error);
      if (!end) return this.#interrupt(error);
      this.#finish(end);
    } else this.#explain(error);
    return false;
  }

  #interrupt(error: Error): true {
    const reason = `${error.message} It goes on when the server can be reached again.`;
    this.#run.log.say(`Interrupted. ${reason}`);
    this.#run.patch({ state: 'interrupted', reason });
    return true;
  }

  #explain(error: unknown): void {
    const curedBy = isAppError(error, 'REMOTE_FAILED') ? error.data.curedBy : undefined;
    if (curedBy) this.#run.patch({ progress: { curedBy } satisfies Partial<EngineProgress> });
    const known = error instanceof AppError ? error : null;
    const after = this.#context === undefined ? '' : (this.#work.afterwards?.(this.#context, known) ?? '');
    if (!known) this.#report(error);
    const what = known?.message ?? 'It met a bug of Quayside; the log of the app has its trace.';
    const busy = isAppError(error, 'BUSY') ? 'Another Quayside deploys to this server. ' : '';
    this.#finish({ state: 'failed', reason: `${busy}${what} ${after}`.trim() });
  }

  #report(error: unknown): void {
    this.#parts.host.log.error('a run met a bug', {
      run: this.#run.id,
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
