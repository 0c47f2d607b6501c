import type { ContainerSummary } from '../../remote/docker/containers.ts';

/** A container of a compose service, by the part that it is of. */
export interface PartContainer extends ContainerSummary {
  readonly part: string;
  readonly number: number;
}
