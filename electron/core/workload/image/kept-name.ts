import { createHash } from 'node:crypto';
import type { KeptImage } from './pinned-image.ts';

/** Where images without a registry are kept by name, so that no clean-up takes what a rollback needs. */
export function keptRepositoryOf(serviceId: string): string {
  return `quayside.local/${serviceId.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** The kept name of what one deployment ran; of a part of a project with the beginning of its image's id. */
export function keptTagOf(number: number, partImageId?: string): string {
  const part = partImageId?.replace(/^sha256:/, '').slice(0, 12);
  return part === undefined ? `deployment-${number}` : `deployment-${number}-${part}`;
}

/** The tag of what one deployment built, in a registry: of the service's own, whatever else is in that repository. */
export function pushedTagOf(serviceId: string, number: number): string {
  return `${serviceId.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${number}`;
}

/** What a part of a compose project is built as: under no name that others would take it by. */
export function builtNameOf(serviceId: string, part: string): string {
  return `${keptRepositoryOf(serviceId)}:part-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`;
}

/** An image's name without tag and digest. */
export const repositoryOf = (reference: string): string =>
  reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

interface Ran {
  readonly serviceId: string;
  /** Of the deployment that ran it. */
  readonly number: number;
  /** Whether it is one of several, of a compose project. */
  readonly isPart: boolean;
}

/**
 * By what name Docker finds exactly the image that a deployment ran: by its digest in a registry, and else by the name that is
 * kept on the server that has it.
 */
export function exactNameOf(
  { reference, digest, id }: KeptImage,
  { serviceId, number, isPart }: Ran,
): string {
  if (digest !== id) return `${repositoryOf(reference)}@${digest}`;
  return `${keptRepositoryOf(serviceId)}:${keptTagOf(number, isPart ? id : undefined)}`;
}
