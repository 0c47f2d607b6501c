import type { HealthCheck, Limits, PublishedPort } from '#shared/contract/container-fields.ts';
import type { Mount } from '#shared/contract/mount.ts';
import type { RegistryLogin } from '../../remote/docker/images.ts';
import type { Slot } from '../proxy/routes.ts';
import type { PathIds } from '../runtime/labels.ts';

/** A variable as a container gets it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** A variable of which is known whether it may be shown. */
export interface KnownVariable extends Variable {
  readonly isSecret: boolean;
}

/**
 * Whether a new replica runs before the old one of its place stops, or only afterwards. `beside`: the whole new version
 * runs before anything of the old one stops, which is ended by `retire` once a proxy sends nobody there any more.
 */
export type UpdateOrder = 'start-first' | 'stop-first' | 'beside';

/** How the containers of a service run, whatever type of service it is, and whatever runs them. */
export interface Content {
  readonly replicas: number;
  /** Replaces the image's command; empty where that stays. */
  readonly command: readonly string[];
  readonly ports: readonly PublishedPort[];
  readonly healthCheck: HealthCheck | undefined;
  readonly limits: Limits;
  /** What is put into the containers; references in files are resolved where it is deployed. */
  readonly mounts: readonly Mount[];
  readonly order: UpdateOrder;
  /** Behind a proxy its versions stand beside each other, though otherwise the old one stops first. */
  readonly isBesideBehindProxy?: boolean | undefined;
  /** Why the old version stops first, as it follows “since”; absent where a new one starts first. */
  readonly stopsFirstSince?: string | undefined;
  /** How long a container has to end by itself; ten seconds where absent. */
  readonly stopSeconds?: number | undefined;
  /** How long replicas have to stay healthy. */
  readonly soakSeconds: number;
  /** How long open requests to the old version are waited for; absent where it stops first anyway. */
  readonly drainSeconds?: number | undefined;
}

/** Everything that a runtime is asked for by one deployment. */
export interface Desired {
  readonly deploymentId: string;
  /** The number of the lease under which it is asked for. */
  readonly fence: number;
  readonly ids: PathIds;
  /** The name on the server, of a service that is not there yet, or that comes from another environment. */
  readonly name: string;
  readonly isNamedAnew?: boolean | undefined;
  /** Its place behind a proxy. */
  readonly slot: Slot;
  /** Its parts that a proxy leads to; null is the service itself. */
  readonly routed: readonly (string | null)[];
  /** By which the other services of the environment reach it. */
  readonly alias: string;
  /** The environment's own network, made where it is not there. */
  readonly network: string;
  readonly image: string;
  /** By which further nodes of the server's Swarm pull the image; never in what is kept of a deployment. */
  readonly login?: RegistryLogin | undefined;
  readonly variables: readonly Variable[];
  readonly content: Content;
}
