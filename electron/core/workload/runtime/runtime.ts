import type { SshConnection } from '../../remote/ssh/types.ts';

/** What a service left on a server, enough to remove it without the service's rows. */
export interface Leftover {
  readonly serviceId: string;
  readonly environmentId: string;
  readonly network: string;
}

/**
 * What is done to a service that runs on a server, in words that know nothing of the engine behind it. Every
 * function finds the service by its labels and may be called again; CONFLICT where it is not there any more.
 */
export interface Runtime {
  /** So many replicas of the same version; none stops it, and keeps all its settings. */
  scale(connection: SshConnection, serviceId: string, replicas: number): Promise<void>;
  /** Every replica is replaced by a new one of the same version, in the order of an update. */
  restart(connection: SshConnection, serviceId: string): Promise<void>;
  /**
   * Removes everything that the service made; what is gone counts as removed. Volumes are kept. Answers the
   * network that stays because somebody else uses it.
   */
  remove(connection: SshConnection, left: Leftover): Promise<{ readonly networkInUse: string | null }>;
}
