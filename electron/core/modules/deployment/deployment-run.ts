import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Lease, LogWriter, Run } from '../../runs/index.ts';
import type { ServerWatches, WatchParts } from '../../workload/index.ts';
import type { ResolvedVariable } from '../variable/index.ts';
import { type DeploymentRow, deploymentRow, openVariables, patchDeployment } from './rows.ts';
import { type ServiceView, serviceView, specOf } from './view.ts';

/** What every running deployment shares. */
export interface DeploymentParts extends WatchParts {
  readonly watches: ServerWatches;
  /** Reads the log of a run from its beginning. */
  readonly readLog: (
    id: string,
    signal: AbortSignal,
  ) => AsyncIterable<{ lines: readonly { source: string }[] }>;
}

/** One deployment at work: its run, and what is deployed where. */
export class DeploymentRun {
  readonly parts: DeploymentParts;
  readonly run: Run;
  readonly service: ServiceView;
  readonly spec: ServiceSpec;
  readonly variables: readonly ResolvedVariable[];
  readonly #hold: { release(): void };

  constructor(parts: DeploymentParts, run: Run) {
    const row = deploymentRow(parts.store.database, run.id);
    this.parts = parts;
    this.run = run;
    this.service = serviceView(parts.store, row.service_id);
    this.spec = specOf(row);
    this.variables = openVariables(parts.store, row);
    run.log.hide(this.variables.flatMap(({ isSecret, value }) => (isSecret ? [value] : [])));
    this.#hold = parts.watches.hold(run.serverId);
  }

  get id(): string {
    return this.run.id;
  }

  get serverId(): string {
    return this.run.serverId;
  }

  get log(): LogWriter {
    return this.run.log;
  }

  get signal(): AbortSignal {
    return this.run.signal;
  }

  /** Aborts only when the app closes: what undoes is not to be cancelled. */
  get closing(): AbortSignal {
    return this.run.signals.close;
  }

  get row(): DeploymentRow {
    return deploymentRow(this.parts.store.database, this.id);
  }

  check(): void {
    this.run.check();
  }

  /** Writes a change of the deployment; always before the side effect it stands for. */
  patch(patch: Parameters<typeof patchDeployment>[2]): void {
    this.parts.store.write((tx) => patchDeployment(tx, this.id, patch));
  }

  enter(step: DeploymentState, text: string): void {
    this.run.enter(step, text);
  }

  lease(): Promise<Lease> {
    return this.run.lease();
  }

  ssh<T>(run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.run.ssh(run, signal);
  }

  docker<T>(run: (docker: DockerClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.run.docker(run, signal);
  }

  persist<T>(what: string, step: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.run.persist(what, step, signal);
  }

  close(): void {
    this.#hold.release();
    this.parts.watches.adjust();
  }
}
