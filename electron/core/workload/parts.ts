import type { ServerWatches } from './watch/server-watches.ts';
import type { WatchParts } from './watch/watch-parts.ts';

/** What everything that concerns services on servers shares. */
export interface WorkloadParts extends WatchParts {
  readonly watches: ServerWatches;
}
