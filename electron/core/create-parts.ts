import { createUsage } from './access/index.ts';
import type { Host } from './host.ts';
import { createApiKeys } from './modules/api-key/index.ts';
import { AuditSearch } from './modules/audit/index.ts';
import { createAutoDeploys } from './modules/auto-deploy/index.ts';
import { createCertificateWatch } from './modules/certificate/index.ts';
import { createDatabases } from './modules/database/index.ts';
import { createDeployments } from './modules/deployment/index.ts';
import { createRouting } from './modules/domain/index.ts';
import { createEnvironmentDeployments } from './modules/environment-deployment/index.ts';
import { createLeftovers } from './modules/git-provider/index.ts';
import { createProviderFlows } from './modules/identity-provider/index.ts';
import { putForSetup } from './modules/proxy/index.ts';
import { createServerAccess } from './modules/server/index.ts';
import { createSessions } from './modules/session/index.ts';
import { registerSetups } from './modules/setup/index.ts';
import { createFolders } from './modules/source/index.ts';
import { createTerminals } from './modules/terminal/index.ts';
import { createTunnels } from './modules/tunnel/index.ts';
import { StreamCredit } from './rpc/stream-credit.ts';
import { createRuns } from './runs/index.ts';
import type { Store } from './store/store.ts';

/** What lives as long as the core; only the composition root and the hosts see all of it. */
export type CoreParts = ReturnType<typeof createParts>;

/** Makes the parts of every module, in the order in which one needs another. */
export function createParts({ store, host }: { readonly store: Store; readonly host: Host }) {
  const servers = createServerAccess({ store, host });
  const sessions = createSessions(store, host.log);
  const runs = createRuns({ store, host, servers });
  const routing = createRouting({ store, host, servers });
  registerSetups({ store, servers, runs, putProxy: putForSetup({ store, servers, routing }) });
  const folders = createFolders(host.dataFolder, store.now);
  const deployments = createDeployments({ store, host, servers, runs, routing, folders });
  return {
    host,
    store,
    servers,
    sessions,
    runs,
    terminals: createTerminals({ store, host, servers, sessions }),
    databases: createDatabases({ store, host, servers }),
    tunnels: createTunnels({ store, host, servers, sessions }),
    routing,
    certificateWatch: createCertificateWatch({ store, host, servers }),
    folders,
    deployments,
    environmentDeployments: createEnvironmentDeployments({ store, runs, deployments }),
    autoDeploys: createAutoDeploys({ store, host, deployments }),
    leftovers: createLeftovers({ store, host }),
    apiKeys: createApiKeys({ store, host }),
    auditSearch: new AuditSearch(store, host.dataFolder),
    usage: createUsage(store, host.log),
    credit: new StreamCredit(),
    underWay: new Map<string, Promise<unknown>>(),
    providerFlows: createProviderFlows(store.now),
    wrongSecrets: new Map<string, readonly number[]>(),
    leaving: new Set<string>(),
  };
}
