/**
 * What a volume of a service is called on its server. It holds ids alone, which nobody else's volume can have and no
 * renaming changes, so that every deployment finds the same one.
 */
export function volumeNameOf(serviceId: string, name: string): string {
  return `${serviceId}-${name}`;
}
