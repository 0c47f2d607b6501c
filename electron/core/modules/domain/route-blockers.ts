import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { routeConflicts } from './conflicts.ts';
import { routesOf } from './routes-of.ts';

/** Why the domains of a service could not lead to it on its server, one sentence each; none where it has no domains. */
export async function routeBlockers(
  store: Store,
  serviceId: string,
  connection: SshConnection,
): Promise<string[]> {
  if (routesOf(store, serviceId).routes.length === 0) return [];
  const { findProxy } = await import('../../workload/index.ts');
  const place = await findProxy(connection);
  const missing = 'Its domains need a proxy: install one under Proxy on the page of the server.';
  const stopped =
    'The proxy of the server does not run; install it again under Proxy on the page of the server.';
  return [
    ...routeConflicts(store, serviceId).map((problem) => `Domains: ${problem}.`),
    ...(place === null ? [missing] : place.isRunning ? [] : [stopped]),
  ];
}
