import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import { aliasOf, networkNameOf, serviceNameOf } from '#shared/model/service-names.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Lease, Run, Runs } from '../../runs/index.ts';
import { privateHalves } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import {
  type AnyServiceType,
  type Attempt,
  acceptedIds,
  type Content,
  type GitLogin,
  type ImageRegistry,
  type KeptImage,
  type PartImage,
  type Release,
  type ServiceView,
  serviceTypes,
  serviceView,
  specOf,
  type WorkloadParts,
} from '../../workload/index.ts';
import { type Routing, routesOf } from '../domain/index.ts';
import { gitLoginFor } from '../git-provider/index.ts';
import { registryForImage } from '../registry/index.ts';
import { openFiles, withFiles } from './files.ts';
import {
  allDeployments,
  type DeployedVariable,
  type DeploymentRow,
  deploymentRow,
  openVariables,
  partImagesOf,
  patchDeployment,
  progressOf,
} from './rows.ts';

/** What every running deployment shares. */
export interface DeploymentParts extends WorkloadParts {
  readonly routing: Routing;
  readonly runs: Runs;
  /** Reads the log of a run from its beginning. */
  readonly readLog: (
    id: string,
    signal: AbortSignal,
  ) => AsyncIterable<{ lines: readonly { source: string }[] }>;
}

/** One deployment at work: its run, what is deployed where, and what kind of service that is. */
export class DeploymentRun implements Attempt {
  readonly parts: DeploymentParts;
  readonly run: Run;
  readonly service: ServiceView;
  readonly type: AnyServiceType;
  readonly spec: ServiceSpec;
  readonly #content: Content;
  readonly variables: readonly DeployedVariable[];
  readonly log: Run['log'] & Attempt['log'];
  readonly #hold: { release(): void };

  constructor(parts: DeploymentParts, run: Run) {
    const row = deploymentRow(parts.store.database, run.id);
    this.parts = parts;
    this.run = run;
    this.service = serviceView(parts.store, row.service_id);
    this.type = serviceTypes[this.service.type];
    this.spec = specOf(row);
    this.#content = withFiles(this.type.contentOf(this.spec), openFiles(parts.store, row));
    this.variables = openVariables(parts.store, row);
    run.log.hide(this.#secrets());
    const note = (text: string, error: unknown): void =>
      parts.host.log.info(text, { deployment: run.id, error: String(error) });
    this.log = { ...run.log, note };
    this.#hold = parts.watches.hold(run.serverId);
  }

  get deploymentId(): string {
    return this.run.id;
  }

  get serverId(): string {
    return this.run.serverId;
  }

  get serverName(): string {
    return this.row.server_name;
  }

  get number(): number {
    return this.row.number;
  }

  get projectName(): string {
    return serviceNameOf(this.service.names, this.service.id);
  }

  get network(): string {
    return networkNameOf(this.service.names, this.ids.environment);
  }

  get alias(): string {
    const { id, names, siblings } = this.service;
    return aliasOf({ id, name: names.service }, siblings);
  }

  acceptedFindings(): ReadonlySet<string> {
    return acceptedIds(this.parts.store, this.service.id, this.serverId);
  }

  get ids(): ServiceView['ids'] {
    return this.service.ids;
  }

  get step(): DeploymentState | null {
    return this.row.step as DeploymentState | null;
  }

  /** How its containers run; the order is the one that it was begun with, though domains came or went since. */
  get content(): Content {
    const { isBeside = this.isRouted } = progressOf(this.row);
    const isMovable = this.#content.order === 'start-first';
    return isBeside && isMovable ? { ...this.#content, order: 'beside' } : this.#content;
  }

  /** Whether a proxy leads to it, or is to. */
  get isRouted(): boolean {
    const { isBeside = false } = progressOf(this.row);
    return isBeside || routesOf(this.parts.store, this.service.id).routes.length > 0;
  }

  /** What its runtime knows it by. */
  get release(): Release {
    const { order } = this.content;
    return { serviceId: this.service.id, deploymentId: this.deploymentId, order };
  }

  get kept(): KeptImage | null {
    const { image_id: id, image_digest: digest, image_reference: reference } = this.row;
    return id && digest && reference ? { id, digest, reference } : null;
  }

  get keptParts(): readonly PartImage[] {
    return partImagesOf(this.row);
  }

  get signal(): AbortSignal {
    return this.run.signal;
  }

  get closing(): AbortSignal {
    return this.run.signals.close;
  }

  get row(): DeploymentRow {
    return deploymentRow(this.parts.store.database, this.deploymentId);
  }

  check(): void {
    this.run.check();
  }

  /** Writes a change of the deployment; always before the side effect it stands for. */
  patch(patch: Parameters<typeof patchDeployment>[2]): void {
    this.parts.store.write((tx) => patchDeployment(tx, this.deploymentId, patch));
  }

  enter(step: DeploymentState, text?: string): void {
    this.run.enter(step, text);
  }

  lease(): Promise<Lease> {
    return this.run.lease();
  }

  ssh<T>(run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.run.ssh(run, signal);
  }

  docker: Run['docker'] = (run, signal) => this.run.docker(run, signal);

  persist<T>(what: string, step: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.run.persist(what, step, signal);
  }

  async linesOf(source: string): Promise<number> {
    let count = 0;
    for await (const { lines } of this.parts.readLog(this.deploymentId, this.signal)) {
      count += lines.filter((line) => line.source === source).length;
    }
    return count;
  }

  registryFor(image: string): ImageRegistry | null {
    const { store } = this.parts;
    const registry = registryForImage(store, this.ids.organization, image);
    if (registry) this.run.log.hide([...this.#secrets(), registry.login.password]);
    return registry;
  }

  async gitLogin(url: string): Promise<GitLogin | null> {
    const login = await gitLoginFor(this.parts, { serviceId: this.service.id, url });
    if (login) this.run.log.hide([...this.#secrets(), login.password]);
    return login;
  }

  deployKeys(): readonly string[] {
    const { store } = this.parts;
    const { id } = this.service;
    const row = store.database.first(
      sql.selectFrom('service').select(['deploy_key', 'deploy_key_id']).where('id', '=', id),
    );
    if (row?.deploy_key_id) return privateHalves(store, row.deploy_key_id);
    const place = { table: 'service', row: id, column: 'deploy_key' };
    return row?.deploy_key ? [store.sealer.open(row.deploy_key, place)] : [];
  }

  knownHosts(url: string): string | undefined {
    return allDeployments(this.parts.store.database, (query) =>
      query
        .where('node.parent_id', '=', this.service.id)
        .where('run.progress', 'is not', null)
        .orderBy('deployment.number', 'desc')
        .limit(100),
    )
      .filter((row) => specFacts(specOf(row)).repository === url)
      .map((row) => progressOf(row).knownHosts)
      .find((known) => known !== undefined);
  }

  keepKnownHosts(text: string): void {
    this.patch({ progress: { knownHosts: text } });
  }

  #secrets(): string[] {
    return this.variables.flatMap(({ isSecret, value }) => (isSecret ? [value] : []));
  }

  close(): void {
    this.#hold.release();
    this.parts.watches.adjust();
  }
}
