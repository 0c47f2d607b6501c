import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { routeConflicts } from './conflicts.ts';
import { hasVisitors } from './routes-of.ts';

const missing = 'Its domains need a proxy: install one under Proxy on the page of the server.';
const stopped =
  'The proxy of the server does not run; install it again under Proxy on the page of the server.';

/** Whether a blocker goes away with a proxy on the server. */
export const isCuredByProxy = (blocker: string): boolean => blocker === missing || blocker === stopped;

/** Why the domains of a service could not lead to it on its server, or another that is given, one sentence each; none where no visitors are led to it. */
export async function routeBlockers(
  store: Store,
  serviceId: string,
  connection: SshConnection,
  serverId?: string,
): Promise<string[]> {
  if (!hasVisitors(store, serviceId)) return [];
  const { findProxy } = await import('../../workload/index.ts');
  const place = await findProxy(connection);
  return [
    ...routeConflicts(store, serviceId, serverId).map((problem) => `Domains: ${problem}.`),
    ...(place === null ? [missing] : place.isRunning ? [] : [stopped]),
  ];
}
