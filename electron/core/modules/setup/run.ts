import type { LogLine } from '#shared/contract/log.ts';
import type { Setup } from '#shared/contract/server.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import { parseStep, pendingSteps, type SetupStep, stepName, withReport } from './parse-step.ts';
import { setupScript } from './script.ts';
import type { SetupLogs } from './setup-logs.ts';

/** How long a set-up waits for a server that can't be reached before it is called interrupted. */
const patienceMs = 30 * 60_000;
const timeoutSeconds = 45 * 60;

export interface RunParts {
  readonly host: Host;
  readonly store: Store;
  readonly servers: ServerAccess;
  readonly logs: SetupLogs;
}

type Outcome = { readonly state: Exclude<Setup['state'], 'running'>; readonly reason: string | null };

/** The job's name on the server; the same for as long as the set-up is known. */
const jobIdOf = (setupId: string): string => `setup-${setupId.replaceAll('_', '-').toLowerCase()}`;

/**
 * One set-up under way: a detached job on the server that is followed from here, for as long as that takes
 * and through lost connections. What it does survives this process; a new run takes it up again.
 */
export class SetupRun {
  readonly #parts: RunParts;
  readonly #setupId: string;
  readonly #serverId: string;
  readonly #abort = new AbortController();
  #steps: SetupStep[] = pendingSteps();
  #current = 'quayside';
  #offset = 0;
  #isCancelled = false;
  /** Resolves when it has ended, or was left to itself by `leave`. */
  readonly done: Promise<void>;

  constructor(parts: RunParts, ids: { setupId: string; serverId: string }) {
    this.#parts = parts;
    this.#setupId = ids.setupId;
    this.#serverId = ids.serverId;
    parts.logs.begin(ids.setupId);
    this.done = this.#drive();
  }

  /** Stops following; the job goes on on the server. */
  leave(): Promise<void> {
    this.#abort.abort();
    return this.done;
  }

  /** Ends the job on the server with everything it started, and resolves when that is written down. */
  async cancel(signal: AbortSignal): Promise<void> {
    this.#isCancelled = true;
    const { cancelJob } = await import('../../remote/jobs/end.ts');
    await this.#parts.servers.use(
      this.#serverId,
      (connection) => cancelJob(connection, jobIdOf(this.#setupId)),
      signal,
    );
    await this.done;
  }

  async #drive(): Promise<void> {
    // keeps reconnecting by itself for as long as this runs
    using _hold = this.#parts.servers.hold(this.#serverId);
    const giveUpAt = (): number => Date.now() + patienceMs;
    let deadline = giveUpAt();
    while (!this.#abort.signal.aborted) {
      const begun = this.#offset;
      try {
        const outcome = await this.#parts.servers.use(
          this.#serverId,
          (connection) => this.#follow(connection),
          this.#abort.signal,
        );
        return await this.#finish(outcome);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        if (!this.#isWorthWaiting(error)) return await this.#finish(this.#failed(error));
        if (this.#offset > begun) deadline = giveUpAt();
        if (Date.now() >= deadline) {
          const reason = 'The server could not be reached for half an hour; run the set-up again.';
          return await this.#finish({ state: 'interrupted', reason });
        }
        await this.#untilConnected(deadline);
      }
    }
  }

  #failed(error: unknown): Outcome {
    if (error instanceof AppError) return { state: 'failed', reason: error.message };
    const stack = error instanceof Error ? error.stack : String(error);
    this.#parts.host.log.error('a set-up failed unexpectedly', { setup: this.#setupId, stack });
    return { state: 'failed', reason: 'This is a bug of Quayside; its log has more.' };
  }

  #isWorthWaiting(error: unknown): boolean {
    return isAppError(error, 'UNREACHABLE') && !['host-key', 'auth'].includes(error.data.reason);
  }

  #untilConnected(deadline: number): Promise<void> {
    const { servers } = this.#parts;
    const { signal } = this.#abort;
    return new Promise((resolve) => {
      const isOver = (): boolean => {
        const { state, reason } = servers.connectionOf(this.#serverId);
        return state === 'up' || (state === 'down' && (reason === 'host-key' || reason === 'auth'));
      };
      const stop = servers.onState((serverId) => {
        if (serverId === this.#serverId && isOver()) done();
      });
      const timer = setTimeout(() => done(), Math.max(0, deadline - Date.now()));
      timer.unref();
      const done = (): void => {
        stop();
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted || isOver()) done();
    });
  }

  async #follow(connection: SshConnection): Promise<Outcome> {
    const [{ followJobLog }, { jobStatus }, { cancelJob }] = await Promise.all([
      import('../../remote/jobs/log.ts'),
      import('../../remote/jobs/status.ts'),
      import('../../remote/jobs/end.ts'),
    ]);
    const id = jobIdOf(this.#setupId);
    const before = await jobStatus(connection, id);
    if (before.state === 'absent') {
      if (this.#isCancelled) return { state: 'cancelled', reason: null };
      await this.#startJob(connection, id);
    }
    if (this.#isCancelled) await cancelJob(connection, id);
    const { signal } = this.#abort;
    for await (const { lines, offset } of followJobLog(connection, id, { from: this.#offset, signal })) {
      await this.#take(lines);
      this.#offset = offset;
    }
    if (signal.aborted) throw new AppError('CANCELLED', { what: 'Following the set-up' });
    const status = await jobStatus(connection, id);
    if (status.state === 'cancelled') return { state: 'cancelled', reason: null };
    if (status.state === 'exited' && status.exitCode === 0) return this.#prove(connection);
    if (status.state !== 'exited') {
      return { state: 'failed', reason: 'The server was restarted, or the set-up was killed on it.' };
    }
    if (status.exitCode === 124) return { state: 'failed', reason: 'It did not end within 45 minutes.' };
    const step = this.#steps.find(({ state }) => state === 'failed');
    const code = `The script ended with exit code ${status.exitCode ?? 'unknown'}.`;
    return { state: 'failed', reason: step ? `${step.name}: ${step.detail}` : code };
  }

  async #startJob(connection: SshConnection, id: string): Promise<void> {
    const [{ readHostFacts }, { startJob }] = await Promise.all([
      import('../../remote/host/facts.ts'),
      import('../../remote/jobs/start.ts'),
    ]);
    const { user } = await readHostFacts(connection);
    // without sudo it still does what a member of the group docker can do, and says what it can't
    await startJob(connection, { id, script: setupScript, asRoot: user.hasSudo, timeoutSeconds });
  }

  /** The script's word is not enough: Docker has to answer, as a manager, over the connection itself. */
  async #prove(connection: SshConnection): Promise<Outcome> {
    const [{ dockerOver }, { dockerInfo, dockerVersion }] = await Promise.all([
      import('../../remote/docker/client.ts'),
      import('../../remote/docker/system.ts'),
    ]);
    const docker = dockerOver(connection);
    const [{ version }, { swarm }] = await Promise.all([dockerVersion(docker), dockerInfo(docker)]);
    if (swarm.state !== 'active' || !swarm.isManager) {
      return { state: 'failed', reason: 'The script ended well, but Docker is no manager of a Swarm.' };
    }
    this.#parts.store.write((tx) => {
      tx.database.run(
        sql
          .updateTable('server')
          .set({ is_ready: 1, docker_version: version })
          .where('id', '=', this.#serverId),
      );
      tx.announce({ kind: 'server', nodeId: this.#serverId, verb: 'updated' });
    });
    return { state: 'succeeded', reason: null };
  }

  async #take(lines: readonly string[]): Promise<void> {
    const at = new Date(this.#parts.store.now()).toISOString();
    const entries: LogLine[] = [];
    let steps = this.#steps;
    for (const line of lines) {
      const report = parseStep(line);
      if (!report) {
        entries.push({ at, stream: 'stdout', source: this.#current, text: line });
        continue;
      }
      steps = withReport(steps, report);
      this.#current = report.id;
      const text = [stepName(report.id), report.state, report.detail].filter(Boolean).join(': ');
      entries.push({ at, stream: 'system', source: report.id, text });
    }
    await this.#parts.logs.append(this.#setupId, entries);
    if (steps === this.#steps) return;
    this.#steps = steps;
    this.#write({ steps: JSON.stringify(steps) });
  }

  #write(set: {
    steps?: string;
    state?: Setup['state'];
    reason?: string | null;
    ended_at?: number | null;
  }): void {
    this.#parts.store.write((tx) => {
      tx.database.run(sql.updateTable('setup').set(set).where('id', '=', this.#setupId));
      tx.announce({ kind: 'setup', nodeId: this.#setupId, verb: 'state' });
    });
  }

  async #finish({ state, reason }: Outcome): Promise<void> {
    const { logs, store } = this.#parts;
    const at = new Date(store.now()).toISOString();
    const text = [`Set-up ${state}`, reason].filter(Boolean).join(': ');
    await logs.append(this.#setupId, [{ at, stream: 'system', source: 'quayside', text }]);
    const steps = this.#steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' as const, detail: reason ?? state } : step,
    );
    this.#write({ state, reason, steps: JSON.stringify(steps), ended_at: store.now() });
    await logs.end(this.#setupId);
    await this.#removeJob();
  }

  /** Leaves nothing behind; where that fails, the job's folder stays on the server and does no harm. */
  async #removeJob(): Promise<void> {
    const { servers } = this.#parts;
    if (servers.connectionOf(this.#serverId).state !== 'up') return;
    const { removeJob } = await import('../../remote/jobs/end.ts');
    try {
      await servers.use(this.#serverId, (connection) => removeJob(connection, jobIdOf(this.#setupId)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
}
