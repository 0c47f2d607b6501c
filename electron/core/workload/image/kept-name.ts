/** Where images without a registry are kept by name, so that no clean-up takes what a rollback needs. */
export function keptRepositoryOf(serviceId: string): string {
  return `quayside.local/${serviceId.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** The kept name of what one deployment ran. */
export function keptTagOf(number: number): string {
  return `deployment-${number}`;
}
