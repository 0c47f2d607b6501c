import { AppError } from '#shared/model/errors.ts';
import type { RunState } from '#shared/model/run.ts';
import type { Clock } from '../clock.ts';
import type { Host } from '../host.ts';
import type { Reach } from '../reach.ts';
import { type DockerClient, dockerOver } from '../remote/docker/client.ts';
import type { SshConnection } from '../remote/ssh/types.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Lease, ServerLeases } from './lease/server-leases.ts';
import { persist } from './persist.ts';
import type { RunSignals } from './queue.ts';
import { patchRun, type RunRow, runRow } from './rows.ts';
import type { LogWriter, RunLogs } from './run-logs.ts';

/** What every run shares. */
export interface RunParts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Reach;
  readonly clock: Clock;
  readonly logs: RunLogs;
  readonly leases: ServerLeases;
}

/** One run at work: its row, its log, its server, and the two reasons to stop. */
export class Run {
  readonly id: string;
  readonly subjectId: string;
  readonly serverId: string;
  readonly signals: RunSignals;
  readonly log: LogWriter;
  readonly #parts: RunParts;
  readonly #patienceMs: number;
  readonly #leases: Promise<Lease>[] = [];

  constructor(parts: RunParts, id: string, options: { signals: RunSignals; patienceMs: number }) {
    const { signals, patienceMs } = options;
    const { subject_id, server_id } = runRow(parts.store.database, id);
    this.#parts = parts;
    this.id = id;
    this.subjectId = subject_id;
    this.serverId = server_id;
    this.signals = signals;
    this.#patienceMs = patienceMs;
    const writer = parts.logs.writer(id);
    this.log = { ...writer, say: (text) => writer.say(text, sourceOf(this.row)) };
  }

  get row(): RunRow {
    return runRow(this.#parts.store.database, this.id);
  }

  /** Aborts when the run has to end, for whichever reason. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.signals.cancel, this.signals.close]);
  }

  /** Throws where the run was cancelled or the app closes; called before each side effect. */
  check(): void {
    if (this.signal.aborted) throw new AppError('CANCELLED', { what: 'The work' });
  }

  /** Writes a change of the row; always before the side effect it stands for. */
  patch(patch: Parameters<typeof patchRun>[2]): void {
    this.#parts.store.write((tx) => patchRun(tx, this.id, patch));
  }

  /** Begins a step with a name of its own: it is written, then told. */
  enter(step: string, text?: string, before?: (tx: Transaction) => void): void {
    this.check();
    if (before || this.row.step !== step) {
      this.#parts.store.write((tx) => {
        patchRun(tx, this.id, { step });
        before?.(tx);
      });
    }
    if (text !== undefined) this.log.say(text);
  }

  /**
   * Speaks to its server or another. With a signal it is left at once when that aborts; only for what changes nothing, or
   * may be abandoned.
   */
  ssh<T>(
    run: (connection: SshConnection) => Promise<T>,
    signal?: AbortSignal,
    serverId: string = this.serverId,
  ): Promise<T> {
    const used = this.#parts.servers.use(serverId, run, signal);
    return signal ? unlessAborted(used, signal) : used;
  }

  docker<T>(run: (docker: DockerClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.ssh((connection) => run(dockerOver(connection)), signal);
  }

  /** Does an idempotent step, again with back-off while its server or another cannot be reached; see `persist`. */
  persist<T>(
    what: string,
    step: () => Promise<T>,
    signal: AbortSignal = this.signal,
    { serverId = this.serverId, patienceMs = this.#patienceMs }: Elsewhere = {},
  ): Promise<T> {
    return persist(step, {
      clock: this.#parts.clock,
      servers: this.#parts.servers,
      serverId,
      patienceMs,
      signal,
      onLost: (error) => {
        const lost = error.code === 'UNREACHABLE' ? 'Connection' : 'Docker';
        this.log.say(`${lost} lost while ${what}: ${error.message} Trying again.`);
      },
    });
  }

  /** Takes the lease of its server or another, or shares it; it is given back when the run stops. */
  lease(serverId: string = this.serverId): Promise<Lease> {
    const leasing = this.#parts.leases.acquire(serverId, this.row.started_by_name);
    this.#leases.push(leasing);
    return leasing;
  }

  /** Gives back what it holds; what is still being taken is given back when it comes. */
  close(): void {
    for (const leasing of this.#leases.splice(0)) {
      void leasing.then(
        (lease) => lease.release(),
        // a refusal has been told already
        () => undefined,
      );
    }
  }
}

/** Another server than its own that is waited for, and for how long. */
interface Elsewhere {
  readonly serverId?: string | undefined;
  readonly patienceMs?: number | undefined;
}

const told: ReadonlySet<RunState> = new Set(['queued', 'interrupted']);

/** By what a line of ours is labelled in the log: the step, or where there is none the state. */
const sourceOf = ({ state, step }: RunRow): string | undefined => {
  if (told.has(state)) return state;
  return state === 'running' ? (step ?? undefined) : undefined;
};

const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new AppError('CANCELLED', { what: 'The work' }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
