import { AppError } from '#shared/model/errors.ts';
import type { SwarmTask } from '../../remote/docker/tasks.ts';
import { judge, type Look, orderOf, wasReplaced } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { type LastWords, lastWords, nothingSaid } from './last-lines.ts';
import { lookUntil } from './look.ts';

/** How a deployment came out on its server. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** Swarm went back by itself. */
  | { readonly kind: 'rolled-back'; readonly failure: Failure; readonly wasInterrupted: boolean }
  /** It failed and what runs is not as before: going back is the caller's. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly canGoBack: boolean };

/** A failure with its evidence. */
export interface Failure {
  readonly task: SwarmTask | undefined;
  readonly why: string;
  readonly words: LastWords;
}

/** A task that cannot be placed is given this long: an old one may just be letting go of port or memory. */
const pendingGraceMs = 30_000;
const basePatienceMs = 5 * 60_000;

/** No deployment is verified for longer than its health checks, restarts and soak can take, and five minutes. */
const patienceMs = (run: DeploymentRun): number => {
  const { healthCheck: check, replicas, soakSeconds } = run.spec;
  const startSeconds = check
    ? check.startPeriodSeconds + check.retries * (check.intervalSeconds + check.timeoutSeconds)
    : 0;
  return basePatienceMs + Math.max(1, replicas) * (startSeconds + soakSeconds + 20) * 1_000;
};

class Verification {
  readonly #run: DeploymentRun;
  readonly #deadline: number;
  #steadySince: number | undefined;
  #pendingSince: number | undefined;
  #failure: Failure | undefined;
  #shown = '';

  constructor(run: DeploymentRun) {
    this.#run = run;
    this.#deadline = performance.now() + patienceMs(run);
  }

  /** Milliseconds until the next look is due without any event. */
  waitMs(): number {
    const soakMs = this.#run.spec.soakSeconds * 1_000;
    const steadyMs = this.#steadySince === undefined ? 0 : performance.now() - this.#steadySince;
    return this.#steadySince === undefined ? 1_000 : Math.min(1_000, soakMs - steadyMs);
  }

  async decide(look: Look): Promise<Outcome | undefined> {
    this.#show(look);
    const verdict = judge(this.#run.id, look, orderOf(this.#run.spec));
    switch (verdict.kind) {
      case 'succeeded':
        return { kind: 'succeeded' };
      case 'rolling-back':
        await this.#remember(verdict.task, '');
        return undefined;
      case 'rolled-back':
        await this.#remember(verdict.task, 'The new version failed.');
        return this.#rolledBack(look);
      case 'stuck':
        return this.#failed(verdict.task, `Going back to the old version failed too: ${verdict.why}.`, false);
      case 'failed':
        return this.#failed(verdict.task, verdict.why, true);
      case 'gone':
        return this.#failed(undefined, 'The service was removed from the server by somebody else.', false);
      case 'replaced':
        return this.#failed(undefined, 'Somebody else deployed over it.', false);
      case 'waiting':
        return this.#waiting(look, verdict);
    }
  }

  async #waiting(
    look: Look,
    { isSteady, hint }: { isSteady: boolean; hint?: string | undefined },
  ): Promise<Outcome | undefined> {
    const now = performance.now();
    this.#steadySince = isSteady ? (this.#steadySince ?? now) : undefined;
    this.#pendingSince = hint === undefined ? undefined : (this.#pendingSince ?? now);
    if (this.#steadySince !== undefined && now - this.#steadySince >= this.#run.spec.soakSeconds * 1_000) {
      return { kind: 'succeeded' };
    }
    if (this.#pendingSince !== undefined && now - this.#pendingSince > pendingGraceMs) {
      return this.#failed(undefined, `The server has no place for it: ${hint}.`, true);
    }
    if (now > this.#deadline) {
      const running = look.tasks.filter(({ state }) => state === 'running').length;
      return this.#failed(undefined, `It was not healthy in time (${running} tasks ran at last).`, true);
    }
    return undefined;
  }

  /** Keeps the first failure: what Swarm does afterwards is its consequence. */
  async #remember(task: SwarmTask | undefined, why: string): Promise<void> {
    if (this.#failure?.task) return;
    if (task || !this.#failure) {
      this.#failure = { task, why, words: await lastWords(this.#run, task) };
      if (task) this.#run.log.say('The new version failed; the old one comes back.');
    }
  }

  #rolledBack({ tasks }: Look): Outcome {
    const failure = this.#failure ?? { task: undefined, why: 'The new version failed.', words: nothingSaid };
    return { kind: 'rolled-back', failure, wasInterrupted: wasReplaced(this.#run.id, tasks) };
  }

  async #failed(task: SwarmTask | undefined, why: string, canGoBack: boolean): Promise<Outcome> {
    await this.#remember(task, why);
    const failure = this.#failure ?? { task, why, words: nothingSaid };
    return { kind: 'failed', failure: { ...failure, why: failure.why || why }, canGoBack };
  }

  /** Says in the log how the tasks of the new version stand, once for each change. */
  #show(look: Look): void {
    const text = look.tasks
      .filter((task) => task.containerLabels['quayside.deployment'] === this.#run.id)
      .sort((a, b) => a.slot - b.slot)
      .map((task) => `replica ${task.slot} ${task.state}${task.error ? ` (${task.error})` : ''}`)
      .join(', ');
    if (text && text !== this.#shown) this.#run.log.say(`New version: ${text}.`);
    this.#shown = text;
  }
}

/** Watches the new version until it is good for its soak time, or certainly is not. */
export const verify = async (run: DeploymentRun, swarmId: string): Promise<Outcome> => {
  const verification = new Verification(run);
  const outcome = await lookUntil(
    run,
    swarmId,
    run.signal,
    (look) => verification.decide(look),
    () => verification.waitMs(),
  );
  if (!outcome) throw new AppError('CANCELLED', { what: 'The deployment' });
  return outcome;
};
