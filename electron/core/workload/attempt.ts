import type { LogLine } from '#shared/contract/log.ts';
import type { DeploymentState } from '#shared/model/deployment.ts';
import type { DockerClient } from '../remote/docker/client.ts';
import type { SshConnection } from '../remote/ssh/types.ts';
import type { Variable } from './desired/desired.ts';
import type { ImageRegistry } from './image/image-registry.ts';
import type { KeptImage, PartImage } from './image/pinned-image.ts';
import type { PathIds } from './runtime/labels.ts';

/** What git signs in with over https, and to which origin alone. */
export interface GitLogin {
  readonly username: string;
  readonly password: string;
  readonly origin: string;
}

/**
 * One deployment at work, as those who bring its image to the server know it: its log, its server, its reasons to
 * stop, and what is known of its image already.
 */
export interface Attempt {
  readonly deploymentId: string;
  readonly number: number;
  readonly ids: PathIds;
  readonly serverName: string;
  /** What a compose project is called on its server when it is first deployed. */
  readonly projectName: string;
  /** The environment's own network, and the name that the service has there. */
  readonly network: string;
  readonly alias: string;
  readonly variables: readonly Variable[];
  /** The step that was entered last, null before the first. */
  readonly step: DeploymentState | null;
  /** The image of an earlier deployment that is to run again, or of this one before a restart. */
  readonly kept: KeptImage | null;
  /** The same of a compose project, one for each of its parts; none before they are known. */
  readonly keptParts: readonly PartImage[];
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
  /** Ids of what asks for root on the server, and was accepted for this service there. */
  acceptedFindings(): ReadonlySet<string>;
  /** By which its source is fetched over https, and from where alone; null for what is public. Kept out of the log. */
  gitLogin(url: string): Promise<GitLogin | null>;
  /** The private halves of the service's deploy key: one, or two while an SSH key is being rotated. */
  deployKeys(): readonly string[];
  /** The git server's keys as they were at the first build from an address: a changed one is refused. */
  knownHosts(url: string): string | undefined;
  keepKnownHosts(text: string): void;
}
