import type { LabImage } from '../image/recipe.ts';
import type { WorkloadImage } from '../workload/images.ts';

/** `deploy` has passwordless sudo, `dockhand` is in the docker group, `guest` may do nothing. */
export type LabUser = 'root' | 'deploy' | 'dockhand' | 'guest';

export type ServerOptions = {
  /** `absent`: not installed, but apt-get can install it without a network; `stopped`: masked; `old`: answers as 17.03. */
  docker?: 'running' | 'absent' | 'stopped' | 'old';
  /** `docker swarm init` and an attachable overlay network `lab`. */
  swarm?: boolean;
  user?: LabUser;
  passwordLogin?: boolean;
  /** false: sshd forbids forwarding to Docker's socket. */
  streamLocal?: boolean;
  /** Puts /var/lib/docker on a disk this small. */
  dockerDiskMb?: number;
  /** Workload images to have in its Docker from the start. */
  images?: readonly WorkloadImage[];
};

/** What is booted: a server of some kind, or a peer that serves others. */
export type MachineOptions = ServerOptions & { image: LabImage };

/** The password of every user, where `passwordLogin` is on. */
export const labPassword = 'quayside-lab';
