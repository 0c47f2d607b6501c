import type { Usage } from './access/index.ts';
import type { Host } from './host.ts';
import type { ApiKeys } from './modules/api-key/index.ts';
import type { AuditSearch } from './modules/audit/index.ts';
import type { Deployments } from './modules/deployment/index.ts';
import type { ServerAccess } from './modules/server/index.ts';
import type { Sessions } from './modules/session/index.ts';
import type { Setups } from './modules/setup/index.ts';
import type { Terminals } from './modules/terminal/index.ts';
import type { StreamCredit } from './rpc/stream-credit.ts';
import type { Runs } from './runs/index.ts';
import type { Store } from './store/store.ts';

/** What lives as long as the core and is shared by all requests; put together in `create-core.ts`. */
export interface CoreServices {
  readonly host: Host;
  readonly store: Store;
  /** Connections to managed servers, their state, and what is known of them. */
  readonly servers: ServerAccess;
  /** The one engine for work that outlives its request. */
  readonly runs: Runs;
  /** What is done to services on their servers, and the watch over what runs. */
  readonly deployments: Deployments;
  readonly setups: Setups;
  readonly terminals: Terminals;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  /** What the audit trail is searched by, fed after each commit. */
  readonly auditSearch: AuditSearch;
  /** Who exercised what, for the access review. */
  readonly usage: Usage;
  readonly credit: StreamCredit;
}
