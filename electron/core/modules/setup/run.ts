import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import { jobIdOf, outcomeOf, proveReady, removeSetupJob, startSetupJob } from './job.ts';
import { type Outcome, SetupRecord } from './record.ts';
import type { SetupLogs } from './setup-logs.ts';
import { untilConnected } from './until-connected.ts';

/** How long a set-up waits for a server that can't be reached before it is called interrupted. */
const patienceMs = 30 * 60_000;

interface RunParts {
  readonly host: Host;
  readonly store: Store;
  readonly servers: ServerAccess;
  readonly logs: SetupLogs;
}

/** A lost connection comes back; a refused key or a changed host key needs a person. */
const isWorthWaiting = (error: unknown): boolean =>
  isAppError(error, 'UNREACHABLE') && !['host-key', 'auth'].includes(error.data.reason);

/**
 * One set-up under way: a detached job on the server that is followed from here, for as long as that takes
 * and through lost connections. What it does survives this process; a new run takes it up again.
 */
export class SetupRun {
  readonly #parts: RunParts;
  readonly #setupId: string;
  readonly #serverId: string;
  readonly #jobId: string;
  readonly #record: SetupRecord;
  readonly #abort = new AbortController();
  #offset = 0;
  #isCancelled = false;
  /** Resolves when it has ended, or was left to itself by `leave`. */
  readonly done: Promise<void>;

  constructor(parts: RunParts, ids: { setupId: string; serverId: string }) {
    this.#parts = parts;
    this.#setupId = ids.setupId;
    this.#serverId = ids.serverId;
    this.#jobId = jobIdOf(ids.setupId);
    this.#record = new SetupRecord(parts, ids.setupId);
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
    await this.#parts.servers.use(this.#serverId, (c) => cancelJob(c, this.#jobId), signal);
    await this.done;
  }

  async #drive(): Promise<void> {
    const { servers } = this.#parts;
    const { signal } = this.#abort;
    // keeps reconnecting by itself for as long as this runs
    using _hold = servers.hold(this.#serverId);
    let deadline = Date.now() + patienceMs;
    while (!signal.aborted) {
      const begun = this.#offset;
      try {
        const outcome = await servers.use(this.#serverId, (c) => this.#follow(c), signal);
        await this.#record.finish(outcome);
        return await servers.use(this.#serverId, (c) => removeSetupJob(c, this.#jobId), signal);
      } catch (error) {
        if (signal.aborted || this.#record.isFinished) return;
        if (!isWorthWaiting(error)) return await this.#record.finish(this.#failed(error));
        if (this.#offset > begun) deadline = Date.now() + patienceMs;
        if (Date.now() >= deadline) {
          const reason = 'The server could not be reached for half an hour; run the set-up again.';
          return await this.#record.finish({ state: 'interrupted', reason });
        }
        await untilConnected(servers, this.#serverId, deadline, signal);
      }
    }
  }

  #failed(error: unknown): Outcome {
    if (error instanceof AppError) return { state: 'failed', reason: error.message };
    const stack = error instanceof Error ? error.stack : String(error);
    this.#parts.host.log.error('a set-up failed unexpectedly', { setup: this.#setupId, stack });
    return { state: 'failed', reason: 'This is a bug of Quayside; its log has more.' };
  }

  async #follow(connection: SshConnection): Promise<Outcome> {
    const [{ followJobLog }, { jobStatus }, { cancelJob }] = await Promise.all([
      import('../../remote/jobs/log.ts'),
      import('../../remote/jobs/status.ts'),
      import('../../remote/jobs/end.ts'),
    ]);
    const id = this.#jobId;
    const { state } = await jobStatus(connection, id);
    if (state === 'absent') {
      if (this.#isCancelled) return { state: 'cancelled', reason: null };
      await startSetupJob(connection, id);
    }
    // asked for while it was being started
    if (this.#isCancelled) await cancelJob(connection, id);
    const { signal } = this.#abort;
    for await (const { lines, offset } of followJobLog(connection, id, { from: this.#offset, signal })) {
      await this.#record.take(lines);
      this.#offset = offset;
    }
    if (signal.aborted) throw new AppError('CANCELLED', { what: 'Following the set-up' });
    const step = this.#record.failedStep;
    const outcome = outcomeOf(await jobStatus(connection, id), step && `${step.name}: ${step.detail}`);
    return outcome ?? proveReady(this.#parts.store, this.#serverId, connection);
  }
}
