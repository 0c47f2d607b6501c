const dockerHub = 'docker.io';
const dockerHubAliases: ReadonlySet<string> = new Set([dockerHub, 'index.docker.io', 'registry-1.docker.io']);

/**
 * The one way in which a registry's address is written: in lower case, without scheme, closing slash or version of its
 * interface, and every name of Docker Hub as `docker.io`.
 */
export function registryAddress(typed: string): string {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  return dockerHubAliases.has(host) ? dockerHub : host;
}

const host = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?$/;

/** Whether an address, as `registryAddress` writes it, can stand at the front of an image's name. */
export function isRegistryAddress(address: string): boolean {
  const found = host.exec(address);
  if (!found || address.includes('..')) return false;
  const port = found[1];
  return isHost(address) && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}

/** The address of the registry that an image comes from. Source: distribution's reference grammar. */
export function registryOfImage(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  return isHost(first) ? registryAddress(first) : dockerHub;
}

/** Docker takes the first part of a name for a host where no folder of Docker Hub could be called so. */
function isHost(part: string): boolean {
  return /[.:]/.test(part) || part === 'localhost' || part !== part.toLowerCase();
}
