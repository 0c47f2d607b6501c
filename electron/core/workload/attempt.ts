import type { Readable } from 'node:stream';
import type { LogLine } from '#shared/contract/log.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { DockerClient } from '../remote/docker/client.ts';
import type { RegistryLogin } from '../remote/docker/images.ts';
import type { SshConnection } from '../remote/ssh/types.ts';
import type { ComposeSources } from './compose/sources.ts';
import type { KnownVariable } from './desired/desired.ts';
import type { ImageRegistry } from './image/image-registry.ts';
import type { KeptImage, PartImage } from './image/pinned-image.ts';
import type { PathIds } from './runtime/labels.ts';

/** What git signs in with over https, and to which origin alone. */
export interface GitLogin {
  readonly username: string;
  readonly password: string;
  readonly origin: string;
}

/** How the source of a service is fetched. */
export interface GitAccess {
  /** By which it is fetched over https, and from where alone; null for what is public. Kept out of the log. */
  gitLogin(url: string): Promise<GitLogin | null>;
  /** The private halves of the service's deploy key: one, or two while an SSH key is being rotated. */
  deployKeys(): readonly string[];
  /** The git server's keys as they were at the first build from an address: a changed one is refused. */
  knownHosts(url: string): string | undefined;
}

/** A folder that somebody sent, packed by tar and gzip. */
export interface SentSource {
  /** SHA-256 of the packed folder in hexadecimal digits. */
  readonly digest: string;
  open(): Promise<Readable>;
}

/** The server that a service is moved from. */
export interface Origin {
  readonly serverName: string;
  ssh<T>(run: (connection: SshConnection) => Promise<T>): Promise<T>;
}

/** The server that an image is built on. */
export interface BuildServer extends Origin {
  ssh<T>(run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Does an idempotent step, again with back-off while this server cannot be reached. */
  persist<T>(what: string, step: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * One deployment at work, as those who bring its image to the server know it: its log, its server, its reasons to
 * stop, and what is known of its image already.
 */
export interface Attempt extends GitAccess {
  readonly deploymentId: string;
  readonly number: number;
  readonly ids: PathIds;
  readonly serverName: string;
  /** What a compose project is called on its server when it is first deployed. */
  readonly projectName: string;
  /** The environment's own network, and the name that the service has there. */
  readonly network: string;
  readonly alias: string;
  readonly variables: readonly KnownVariable[];
  /** The step that was entered last, null before the first. */
  readonly step: DeploymentState | null;
  /** Where it runs as long as this is not done, null where that is on the same server. */
  readonly origin: Origin | null;
  /** Where its image is built, null where that is the server that it runs on; CONFLICT where the one that is named is gone. */
  buildServer(): BuildServer | null;
  /** The image of an earlier deployment that is to run again, or of this one before a restart. */
  readonly kept: KeptImage | null;
  /** The same of a compose project, one for each of its parts; none before they are known. */
  readonly keptParts: readonly PartImage[];
  /** What an earlier one, or this one before a restart, read of the repository of a compose project. */
  readonly keptSources: ComposeSources | null;
  readonly log: {
    say(text: string): void;
    write(lines: readonly LogLine[]): Promise<void>;
    /** For what people need not know. */
    note(text: string, error: unknown): void;
  };
  /** Aborts when it is cancelled or the app closes. */
  readonly signal: AbortSignal;
  /** Aborts only when the app closes: what undoes is not to be cancelled. */
  readonly closing: AbortSignal;
  /** Throws where it has to stop; called before each side effect. */
  check(): void;
  /** Begins a step; it is written, then told. */
  enter(step: DeploymentState, text?: string): void;
  ssh<T>(run: (connection: SshConnection) => Promise<T>, signal?: AbortSignal): Promise<T>;
  docker<T>(run: (docker: DockerClient) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Does an idempotent step, again with back-off while the server cannot be reached. */
  persist<T>(what: string, step: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** How many lines of a source are in its log, as from before a restart. */
  linesOf(source: string): Promise<number>;
  /** The organization's registry for an image, null where it has none; its password is kept out of the log. */
  registryFor(image: string): ImageRegistry | null;
  /**
   * Every registry of the organization, for images that only a build names; their passwords are kept out of the log. One
   * whose password cannot be opened is left out, and the log says so.
   */
  registryLogins(): readonly RegistryLogin[];
  /** Ids of what asks for root on the server, and was accepted for this service there. */
  acceptedFindings(): ReadonlySet<string>;
  /** The folder that it is built from, null where it is from none. */
  readonly sentFolder: SentSource | null;
  /** The image that an earlier deployment built of the same folder and configuration, on the same server. */
  builtBefore(): KeptImage | null;
  keepKnownHosts(text: string): void;
}
