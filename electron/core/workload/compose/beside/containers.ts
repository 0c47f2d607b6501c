import { composeLabel } from '../../containers/own-containers.ts';
import type { PartContainer } from '../part-container.ts';

/** What a container was made by, as Compose writes it down to know whether it changed. */
export const configHash = ({ labels }: Pick<PartContainer, 'labels'>): string =>
  labels[composeLabel.hash] ?? '';

/** Whether it has a volume without a name, which Compose hands on; Docker calls those by 64 hexadecimal digits. */
export const hasOwnVolume = ({ volumes }: Pick<PartContainer, 'volumes'>): boolean =>
  volumes.some((name) => /^[0-9a-f]{64}$/.test(name));

/** What a release stands beside: of each such part, what its old containers were made by. */
export type Olds = ReadonlyMap<string, ReadonlySet<string>>;

/** A container that a release is to take the place of. */
export const isOld = (olds: Olds, container: PartContainer): boolean =>
  olds.get(container.part)?.has(configHash(container)) ?? false;

/** A container of a release that stands beside old ones. */
export const isCandidate = (olds: Olds, container: PartContainer): boolean =>
  olds.has(container.part) && !isOld(olds, container);
