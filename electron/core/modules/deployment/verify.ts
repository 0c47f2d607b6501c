import { AppError } from '#shared/model/errors.ts';
import { type LastWords, nothingSaid, type Replica, type Standing } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { lookUntil } from './look.ts';

/** How a deployment came out on its server. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** The runtime went back by itself. */
  | { readonly kind: 'rolled-back'; readonly failure: Failure; readonly wasInterrupted: boolean }
  /** It failed and what runs is not as before: going back is the caller's. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly canGoBack: boolean };

/** A failure with its evidence. */
export interface Failure {
  readonly task: Replica | undefined;
  readonly why: string;
  readonly words: LastWords;
}

/** A task that cannot be placed is given this long: an old one may just be letting go of port or memory. */
const pendingGraceMs = 30_000;
const basePatienceMs = 5 * 60_000;

/** No deployment is verified for longer than its health checks, restarts and soak can take, and five minutes. */
const patienceMs = (run: DeploymentRun): number => {
  const { healthCheck: check, replicas, soakSeconds } = run.content;
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
    const soakMs = this.#run.content.soakSeconds * 1_000;
    const steadyMs = this.#steadySince === undefined ? 0 : performance.now() - this.#steadySince;
    return this.#steadySince === undefined ? 1_000 : Math.min(1_000, soakMs - steadyMs);
  }

  async decide(standing: Standing): Promise<Outcome | undefined> {
    this.#show(standing);
    const { verdict } = standing;
    switch (verdict.kind) {
      case 'succeeded':
        return { kind: 'succeeded' };
      case 'rolling-back':
        await this.#remember(verdict.task, '');
        return undefined;
      case 'rolled-back':
        await this.#remember(verdict.task, 'The new version failed.');
        return this.#rolledBack(standing);
      case 'stuck':
        return this.#failed(verdict.task, `Going back to the old version failed too: ${verdict.why}.`, false);
      case 'failed':
        return this.#failed(verdict.task, verdict.why, true);
      case 'gone':
        return this.#failed(undefined, 'The service was removed from the server by somebody else.', false);
      case 'replaced':
        return this.#failed(undefined, 'Somebody else deployed over it.', false);
      case 'waiting':
        return this.#waiting(standing, verdict);
    }
  }

  async #waiting(
    standing: Standing,
    { isSteady, hint }: { isSteady: boolean; hint?: string | undefined },
  ): Promise<Outcome | undefined> {
    const now = performance.now();
    this.#steadySince = isSteady ? (this.#steadySince ?? now) : undefined;
    this.#pendingSince = hint === undefined ? undefined : (this.#pendingSince ?? now);
    if (this.#steadySince !== undefined && now - this.#steadySince >= this.#run.content.soakSeconds * 1_000) {
      return { kind: 'succeeded' };
    }
    if (this.#pendingSince !== undefined && now - this.#pendingSince > pendingGraceMs) {
      return this.#failed(undefined, `The server has no place for it: ${hint}.`, true);
    }
    if (now > this.#deadline) {
      const running = standing.replicas.filter(({ state }) => state === 'running').length;
      return this.#failed(undefined, `It was not healthy in time (${running} replicas ran at last).`, true);
    }
    return undefined;
  }

  /** Keeps the first failure: what Swarm does afterwards is its consequence. */
  async #remember(task: Replica | undefined, why: string): Promise<void> {
    if (this.#failure?.task) return;
    if (task || !this.#failure) {
      this.#failure = { task, why, words: await lastWords(this.#run, task) };
      if (task) this.#run.log.say('The new version failed; the old one comes back.');
    }
  }

  #rolledBack({ wasReplaced }: Standing): Outcome {
    const failure = this.#failure ?? { task: undefined, why: 'The new version failed.', words: nothingSaid };
    return { kind: 'rolled-back', failure, wasInterrupted: wasReplaced };
  }

  async #failed(task: Replica | undefined, why: string, canGoBack: boolean): Promise<Outcome> {
    await this.#remember(task, why);
    const failure = this.#failure ?? { task, why, words: nothingSaid };
    return { kind: 'failed', failure: { ...failure, why: failure.why || why }, canGoBack };
  }

  /** Says in the log how the replicas of the new version stand, once for each change. */
  #show({ replicas }: Standing): void {
    const text = replicas
      .map(
        ({ slot, name = `replica ${slot}`, state, error }) => `${name} ${state}${error ? ` (${error})` : ''}`,
      )
      .join(', ');
    if (text && text !== this.#shown) this.#run.log.say(`New version: ${text}.`);
    this.#shown = text;
  }
}

/** Watches the new version until it is good for its soak time, or certainly is not. */
export async function verify(run: DeploymentRun): Promise<Outcome> {
  const { release } = run;
  const verification = new Verification(run);
  const outcome = await lookUntil(run, {
    signal: run.signal,
    look: (connection) => run.type.runtime.stand(connection, release),
    decide: (standing) => verification.decide(standing),
    waitMs: () => verification.waitMs(),
  });
  if (!outcome) throw new AppError('CANCELLED', { what: 'The deployment' });
  return outcome;
}

/** Nothing serves meanwhile where the old version was stopped first: then it comes back without them. */
const lastWordsMs = { 'stop-first': 1_000, 'start-first': 10_000, beside: 10_000 } as const;

/** What a failed replica said last. */
const lastWords = async (run: DeploymentRun, replica: Replica | undefined): Promise<LastWords> => {
  if (!replica) return nothingSaid;
  const { runtime } = run.type;
  try {
    return await run.ssh(
      (connection) => runtime.lastWords(connection, replica, run.content.healthCheck?.retries),
      AbortSignal.timeout(lastWordsMs[run.content.order]),
    );
  } catch (error) {
    // the failure itself is what has to be told; its last words are an addition
    run.log.note('no last lines of a failed task', error);
    return nothingSaid;
  }
};
