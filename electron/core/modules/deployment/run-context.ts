import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { ResolvedVariable } from '../variable/index.ts';
import type { DeploymentLogs, LogWriter } from './deployment-logs.ts';
import { Latch } from './latch.ts';
import { type DeploymentRow, deploymentRow, openVariables, patchDeployment } from './rows.ts';
import type { ServerLeases } from './server-lease.ts';
import type { WatchParts } from './server-watch.ts';
import type { ServerWatches } from './server-watches.ts';
import { type ServiceView, serviceView, specOf } from './view.ts';

/** What every running deployment shares. */
export interface RunParts extends WatchParts {
  readonly logs: DeploymentLogs;
  readonly watches: ServerWatches;
  readonly leases: ServerLeases;
}

/** Why a run ends before its end: somebody cancelled it, or the app closes and leaves it to the next start. */
export interface RunSignals {
  readonly cancel: AbortSignal;
  readonly close: AbortSignal;
}

/** How long a lost server is waited for before the deployment is put aside until it is back. */
const patienceMs = 10 * 60_000;
const steadyMs = 30_000;
const retryMs = { first: 500, most: 15_000 } as const;

/** One deployment at work. */
export class Run {
  readonly parts: RunParts;
  readonly id: string;
  readonly signals: RunSignals;
  readonly log: LogWriter;
  readonly service: ServiceView;
  readonly spec: ServiceSpec;
  readonly variables: readonly ResolvedVariable[];
  readonly serverId: string;

  constructor(parts: RunParts, id: string, signals: RunSignals) {
    const row = deploymentRow(parts.store.database, id);
    this.parts = parts;
    this.id = id;
    this.signals = signals;
    this.service = serviceView(parts.store, row.service_id);
    this.spec = specOf(row);
    this.variables = openVariables(parts.store, row);
    this.serverId = row.server_id;
    const writer = parts.logs.writer(id);
    this.log = { ...writer, say: (text) => writer.say(text, this.row.state) };
    this.log.hide(this.variables.flatMap(({ isSecret, value }) => (isSecret ? [value] : [])));
  }

  get row(): DeploymentRow {
    return deploymentRow(this.parts.store.database, this.id);
  }

  /** Aborts when the run has to end, for whichever reason. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.signals.cancel, this.signals.close]);
  }

  /** Throws where the run was cancelled or the app closes; called before each side effect. */
  check(): void {
    if (this.signal.aborted) throw new AppError('CANCELLED', { what: 'The deployment' });
  }

  /** Writes a transition; always before the side effect it stands for. */
  patch(patch: Parameters<typeof patchDeployment>[2]): void {
    this.parts.store.write((tx) => patchDeployment(tx, this.id, patch));
  }

  enter(state: DeploymentState, text: string): void {
    this.check();
    if (this.row.state !== state) this.patch({ state });
    this.log.say(text);
  }

  /** With a signal it is left at once when that aborts; only for what changes nothing, or may be abandoned. */
  ssh<T>(run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const used = this.parts.servers.use(this.serverId, run, signal);
    return signal ? unlessAborted(used, signal) : used;
  }

  docker<T>(run: (docker: DockerClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.ssh((connection) => run(dockerOver(connection)), signal);
  }

  /**
   * Does an idempotent step, again with back-off while the server cannot be reached. After ten minutes, or
   * where only a person can help (host key, sign-in), the UNREACHABLE is passed on.
   */
  async persist<T>(what: string, step: () => Promise<T>, signal: AbortSignal = this.signal): Promise<T> {
    let lostAt: number | undefined;
    let wait: number = retryMs.first;
    for (;;) {
      const began = performance.now();
      try {
        return await step();
      } catch (error) {
        const now = performance.now();
        // a step that went on for a while had its connection back
        const isNewLoss = lostAt === undefined || now - began > steadyMs;
        if (isNewLoss) wait = retryMs.first;
        lostAt = isNewLoss ? now : lostAt;
        const isOver = lostAt !== undefined && now - lostAt > patienceMs;
        if (signal.aborted || !isTransient(error) || isOver) throw error;
        this.log.say(`Connection lost while ${what}: ${error.message} Trying again.`);
        await this.#untilReachable(wait, signal);
        if (signal.aborted) throw error;
        wait = Math.min(wait * 2, retryMs.most);
      }
    }
  }

  async #untilReachable(waitMs: number, signal: AbortSignal): Promise<void> {
    const latch = new Latch();
    const stop = this.parts.servers.onState((serverId, { state }) => {
      if (serverId === this.serverId && state === 'up') latch.open();
    });
    try {
      await latch.wait(waitMs, signal);
    } finally {
      stop();
    }
  }
}

const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new AppError('CANCELLED', { what: 'The deployment' }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

const isTransient = (error: unknown): error is AppError<'UNREACHABLE'> =>
  isAppError(error, 'UNREACHABLE') && error.data.reason !== 'host-key' && error.data.reason !== 'auth';
