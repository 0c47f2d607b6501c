import { createHash } from 'node:crypto';

/** Where images without a registry are kept by name, so that no clean-up takes what a rollback needs. */
export function keptRepositoryOf(serviceId: string): string {
  return `quayside.local/${serviceId.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** The kept name of what one deployment ran; of a part of a project with the beginning of its image's id. */
export function keptTagOf(number: number, partImageId?: string): string {
  const part = partImageId?.replace(/^sha256:/, '').slice(0, 12);
  return part === undefined ? `deployment-${number}` : `deployment-${number}-${part}`;
}

/** What a part of a compose project is built as: under no name that others would take it by. */
export function builtNameOf(serviceId: string, part: string): string {
  return `${keptRepositoryOf(serviceId)}:part-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`;
}
