import type { LogLine } from '#shared/contract/log.ts';
import type { Setup } from '#shared/contract/server.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { parseStep, pendingSteps, type SetupStep, stepName, withReport } from './parse-step.ts';
import type { SetupLogs } from './setup-logs.ts';

/** How a set-up ended; the reason is for people, null where all is well. */
export interface Outcome {
  readonly state: Exclude<Setup['state'], 'running'>;
  readonly reason: string | null;
}

/** What is written down of one set-up: its log, its steps and its end, each announced. */
export class SetupRecord {
  readonly #store: Store;
  readonly #logs: SetupLogs;
  readonly #setupId: string;
  #steps: readonly SetupStep[] = pendingSteps();
  #current = 'quayside';
  #isFinished = false;

  constructor(parts: { store: Store; logs: SetupLogs }, setupId: string) {
    this.#store = parts.store;
    this.#logs = parts.logs;
    this.#setupId = setupId;
    parts.logs.begin(setupId);
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** The step that went wrong, as the script told it. */
  get failedStep(): SetupStep | undefined {
    return this.#steps.find(({ state }) => state === 'failed');
  }

  /** Takes lines of the script's output: into the log, and where they report a step, into the row. */
  async take(lines: readonly string[]): Promise<void> {
    const at = new Date(this.#store.now()).toISOString();
    const before = this.#steps;
    const entries = lines.map((line): LogLine => {
      const report = parseStep(line);
      if (!report) return { at, stream: 'stdout', source: this.#current, text: line };
      this.#steps = withReport(this.#steps, report);
      this.#current = report.id;
      const text = [stepName(report.id), report.state, report.detail].filter(Boolean).join(': ');
      return { at, stream: 'system', source: report.id, text };
    });
    await this.#logs.append(this.#setupId, entries);
    if (this.#steps !== before) this.#write({ steps: JSON.stringify(this.#steps) });
  }

  /** Writes the end and ends the log; a step that was under way has failed by it. */
  async finish({ state, reason }: Outcome): Promise<void> {
    const endedAt = this.#store.now();
    const text = [`Set-up ${state}`, reason].filter(Boolean).join(': ');
    const at = new Date(endedAt).toISOString();
    await this.#logs.append(this.#setupId, [{ at, stream: 'system', source: 'quayside', text }]);
    this.#steps = this.#steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' as const, detail: reason ?? state } : step,
    );
    this.#write({ state, reason, steps: JSON.stringify(this.#steps), ended_at: endedAt });
    this.#isFinished = true;
    await this.#logs.end(this.#setupId);
  }

  #write(set: { steps: string; state?: Setup['state']; reason?: string | null; ended_at?: number }): void {
    this.#store.write((tx) => {
      tx.database.run(sql.updateTable('setup').set(set).where('id', '=', this.#setupId));
      tx.announce({ kind: 'setup', nodeId: this.#setupId, verb: 'state' });
    });
  }
}
