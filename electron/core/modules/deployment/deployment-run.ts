import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import { aliasOf, networkNameOf, serviceNameOf } from '#shared/model/service-names.ts';
import type { RegistryLogin } from '../../remote/docker/images.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Lease, Run, Runs } from '../../runs/index.ts';
import {
  type AnyServiceType,
  type Attempt,
  acceptedIds,
  type BuildServer,
  type ComposeSources,
  type Content,
  type GitLogin,
  type ImageRegistry,
  type KeptImage,
  type Origin,
  type PartImage,
  type Release,
  type SentSource,
  type ServiceView,
  serviceTypes,
  serviceView,
  specOf,
  type WorkloadParts,
} from '../../workload/index.ts';
import { hasVisitors, type Routing, routesOf } from '../domain/index.ts';
import { buildServerOf } from '../node/index.ts';
import { registryForImage, registryLogins } from '../registry/index.ts';
import type { Folders } from '../source/index.ts';
import { openFiles, withFiles } from './files.ts';
import { gitAccessOf } from './git-access.ts';
import { isSameServer, type Move, moveOf, viewAt } from './move/place.ts';
import {
  allDeployments,
  type DeployedVariable,
  type DeploymentRow,
  deploymentRow,
  openVariables,
  partImagesOf,
  patchDeployment,
  progressOf,
  sourcesOf,
} from './rows.ts';

/** The image that a deployment ran, null before it got as far. */
const imageOf = (row: DeploymentRow): KeptImage | null => {
  const { image_id: id, image_digest: digest, image_reference: reference } = row;
  return id && digest && reference ? { id, digest, reference } : null;
};

const sourceIn = (spec: ServiceSpec): unknown => ('source' in spec ? spec.source : undefined);

/** What every running deployment shares. */
export interface DeploymentParts extends WorkloadParts {
  readonly routing: Routing;
  readonly folders: Folders;
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
  /** Where it is to run, which is not yet where it is while it moves. */
  readonly service: ServiceView;
  readonly move: Move | null;
  readonly type: AnyServiceType;
  readonly spec: ServiceSpec;
  readonly #content: Content;
  readonly variables: readonly DeployedVariable[];
  readonly log: Run['log'] & Attempt['log'];
  readonly #hold: { release(): void };
  readonly #hidden = new Set<string>();

  constructor(parts: DeploymentParts, run: Run) {
    const row = deploymentRow(parts.store.database, run.id);
    this.parts = parts;
    this.run = run;
    this.move = moveOf(row);
    const view = serviceView(parts.store, row.service_id);
    this.service = this.move ? viewAt(parts.store, view, this.move.to) : view;
    this.type = serviceTypes[this.service.type];
    this.spec = specOf(row);
    this.#content = withFiles(this.type.contentOf(this.spec), openFiles(parts.store, row));
    this.variables = openVariables(parts.store, row);
    this.#hide(...this.#secrets());
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

  get origin(): Origin | null {
    const { move, parts } = this;
    if (!move || isSameServer(move)) return null;
    return { serverName: move.from.serverName, ssh: (run) => parts.servers.use(move.from.serverId, run) };
  }

  buildServer(): BuildServer | null {
    const { spec, serverId, ids, run } = this;
    const server = buildServerOf(this.parts.store, { organizationId: ids.organization, spec, serverId });
    if (!server) return null;
    const { id, name: serverName } = server;
    return {
      serverName,
      ssh: (work, signal) => run.ssh(work, signal, id),
      persist: (what, step, signal) => run.persist(what, step, signal, { serverId: id }),
    };
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
    const { isBeside = this.isRouted || this.move !== null } = progressOf(this.row);
    const { order, isBesideBehindProxy = false } = this.#content;
    const isMovable = order === 'start-first' || (isBesideBehindProxy && this.move === null);
    return isBeside && isMovable ? { ...this.#content, order: 'beside' } : this.#content;
  }

  /** Whether a proxy leads to it, or is to. */
  get isRouted(): boolean {
    const isBegunSo = this.move === null && progressOf(this.row).isBeside === true;
    return isBegunSo || hasVisitors(this.parts.store, this.service.id);
  }

  /** What of it its own domains lead to: parts by their names, null for itself. */
  get routed(): readonly (string | null)[] {
    return routesOf(this.parts.store, this.service.id).routes.map(({ part }) => part);
  }

  /** What its image is got from: what moves to another server is built there from the very commit that runs. */
  get fetched(): ServiceSpec {
    const { spec, move } = this;
    const { commit_hash: hash } = this.row;
    if (!move || hash === null || spec.type !== 'application' || spec.source.type !== 'git') return spec;
    return { ...spec, source: { ...spec.source, ref: { type: 'commit', hash } } };
  }

  /** What its runtime knows it by. */
  get release(): Release {
    const { order } = this.content;
    return { serviceId: this.service.id, deploymentId: this.deploymentId, order };
  }

  get kept(): KeptImage | null {
    return imageOf(this.row);
  }

  get keptParts(): readonly PartImage[] {
    return partImagesOf(this.row);
  }

  get keptSources(): ComposeSources | null {
    return sourcesOf(this.row);
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

  /** Of every server that it changes something on; the one of its own is what it writes under. */
  async lease(): Promise<Lease> {
    const { move } = this;
    const other = move && !isSameServer(move) ? [this.run.lease(move.from.serverId)] : [];
    const [own] = await Promise.all([this.run.lease(), ...other]);
    return own;
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
    if (registry) this.#hide(registry.login.password);
    return registry;
  }

  registryLogins(): readonly RegistryLogin[] {
    const { store } = this.parts;
    const { logins, closed } = registryLogins(store, this.ids.organization);
    this.#hide(...logins.map(({ password }) => password));
    for (const name of closed)
      this.log.say(`Going on without the registry “${name}”: its password cannot be opened; give it anew.`);
    return logins;
  }

  async gitLogin(url: string): Promise<GitLogin | null> {
    const login = await gitAccessOf(this.parts, this.service.id).gitLogin(url);
    if (login) this.#hide(login.password);
    return login;
  }

  deployKeys(): readonly string[] {
    return gitAccessOf(this.parts, this.service.id).deployKeys();
  }

  get sentFolder(): SentSource | null {
    const { source_digest: digest } = this.row;
    if (digest === null) return null;
    const { folders } = this.parts;
    return { digest, open: () => folders.open(this.service.id, digest) };
  }

  builtBefore(): KeptImage | null {
    const { source_digest: digest, server_id: serverId } = this.row;
    if (digest === null || !('source' in this.spec)) return null;
    const wanted = JSON.stringify(this.spec.source);
    const [found] = allDeployments(this.parts.store.database, (query) =>
      query
        .where('node.parent_id', '=', this.service.id)
        .where('deployment.source_digest', '=', digest)
        .where('deployment.image_id', 'is not', null)
        .where('run.server_id', '=', serverId)
        .where('deployment.id', '!=', this.deploymentId)
        .orderBy('deployment.number', 'desc')
        .limit(20),
    ).filter((row) => JSON.stringify(sourceIn(specOf(row))) === wanted);
    return found ? imageOf(found) : null;
  }

  knownHosts(url: string): string | undefined {
    return gitAccessOf(this.parts, this.service.id).knownHosts(url);
  }

  keepKnownHosts(text: string): void {
    this.patch({ progress: { knownHosts: text } });
  }

  /** Keeps more out of its log, for as long as it is at work. */
  #hide(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#hidden.add(secret);
    this.run.log.hide([...this.#hidden]);
  }

  #secrets(): string[] {
    return this.variables.flatMap(({ isSecret, value }) => (isSecret ? [value] : []));
  }

  close(): void {
    this.#hold.release();
    this.parts.watches.adjust();
  }
}
