import { isAppError } from '#shared/model/errors.ts';
import { registryOfImage } from '#shared/model/registry-address.ts';
import type { RegistryLogin } from '../../remote/docker/images.ts';
import type { Store } from '../../store/store.ts';
import type { ImageRegistry } from '../../workload/index.ts';
import { passwordPlace, type RegistryRow, registryAt, registryRows } from './queries.ts';

/** Docker Hub's name in a sign-in. Source: `IndexServer` of moby's `registry/config.go`. */
const dockerHubServer = 'https://index.docker.io/v1/';

/** The registry that an organization has for an image, with its password opened; null where it has none. */
export function registryForImage(store: Store, organizationId: string, image: string): ImageRegistry | null {
  const row = registryAt(store, organizationId, registryOfImage(image));
  return row ? { name: row.name ?? row.address, login: loginOf(store, row) } : null;
}

/** By what each registry of an organization is signed in to, and the names of those whose password cannot be opened. */
export function registryLogins(
  store: Store,
  organizationId: string,
): { readonly logins: RegistryLogin[]; readonly closed: string[] } {
  const [logins, closed]: [RegistryLogin[], string[]] = [[], []];
  for (const row of registryRows(store, organizationId)) {
    try {
      logins.push(loginOf(store, row));
    } catch (error) {
      if (!isAppError(error, 'CONFLICT')) throw error;
      closed.push(row.name ?? row.address);
    }
  }
  return { logins, closed };
}

/** What Docker signs in with. CONFLICT on `password` where it cannot be opened. */
export function loginOf({ sealer }: Store, row: RegistryRow): RegistryLogin {
  return {
    username: row.username,
    password: sealer.open(row.password, passwordPlace(row.id)),
    server: row.address === 'docker.io' ? dockerHubServer : row.address,
  };
}
