import type { Host } from '../../host.ts';
import type { Reach } from '../../reach.ts';
import type { Store } from '../../store/store.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What a watch over servers is made of. */
export interface WatchParts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Reach;
  /** What runs the services of every server. */
  readonly runtime: Runtime;
  /** Whether a deployment of the service is under way or waits. */
  readonly isBusy: (serviceId: string) => boolean;
}
