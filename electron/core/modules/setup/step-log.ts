import type { LogLine } from '#shared/contract/log.ts';
import type { End, LogWriter } from '../../runs/index.ts';
import { parseStep, plain, proxyStepName, type SetupStep, stepName, withReport } from './parse-step.ts';

/** Reads the output of the script: all of it into the log, and what reports a step into the steps. */
export class StepLog {
  readonly #log: LogWriter;
  readonly #now: () => number;
  readonly #onSteps: (steps: readonly SetupStep[]) => void;
  #steps: readonly SetupStep[];
  #source = 'quayside';
  #offset = 0;

  constructor(
    log: LogWriter,
    now: () => number,
    steps: readonly SetupStep[],
    onSteps: (steps: readonly SetupStep[]) => void,
  ) {
    this.#steps = steps;
    this.#log = log;
    this.#now = now;
    this.#onSteps = onSteps;
  }

  /** How much of the output was taken. */
  get offset(): number {
    return this.#offset;
  }

  /** The step that went wrong, as the script told it. */
  get failedStep(): SetupStep | undefined {
    return this.#steps.find(({ state }) => state === 'failed');
  }

  /** The steps once all has ended: one that was under way has failed by it. */
  endedBy({ state, reason }: End): readonly SetupStep[] {
    return this.#steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' as const, detail: reason ?? state } : step,
    );
  }

  async take(lines: readonly string[], offset: number): Promise<void> {
    const before = this.#steps;
    const at = new Date(this.#now()).toISOString();
    await this.#log.write(lines.map((line) => this.#read(line, at)));
    if (this.#steps !== before) this.#onSteps(this.#steps);
    this.#offset = offset;
  }

  /** Tells how the step of the proxy goes, which no script does. */
  async tellProxy(state: SetupStep['state'], detail: string): Promise<void> {
    const text = plain(detail);
    this.#steps = this.#steps.map((step) =>
      step.name === proxyStepName ? { ...step, state, detail: text } : step,
    );
    this.#onSteps(this.#steps);
    const at = new Date(this.#now()).toISOString();
    const said = [proxyStepName, state, text].filter(Boolean).join(': ');
    await this.#log.write([{ at, stream: 'system', source: 'proxy', text: said }]);
  }

  #read(line: string, at: string): LogLine {
    const report = parseStep(line);
    if (!report) return { at, stream: 'stdout', source: this.#source, text: line };
    this.#steps = withReport(this.#steps, report);
    this.#source = report.id;
    const text = [stepName(report.id), report.state, report.detail].filter(Boolean).join(': ');
    return { at, stream: 'system', source: report.id, text };
  }
}
