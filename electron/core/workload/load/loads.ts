import { realClock, sleep } from '../../clock.ts';
import { createSharedPolls, type SharedPolls } from '../../events/shared-polls.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { ContainerUsage } from '../runtime/runtime.ts';
import type { WatchParts } from '../watch/watch-parts.ts';
import { type Load, loadsBetween } from './loads-between.ts';

/** The loads of the services of a server, by service, from one look to the next. */
export type Loads = ReadonlyMap<string, Load>;

/** Two seconds between looks; one before the second, without which there is nothing to tell. */
const [intervalMs, firstMs] = [2_000, 1_000];

/** Docker answers for one container in milliseconds; for hundreds that is a while. */
const patienceMs = 5_000;

/** Makes the loads of all servers, read only while somebody follows them. */
export function createLoads({
  servers,
  runtime,
}: Pick<WatchParts, 'servers' | 'runtime'>): SharedPolls<Loads> {
  return createSharedPolls((serverId, take, signal) => {
    const watch = async (connection: SshConnection): Promise<void> => {
      const look = () => servers.asked(serverId, runtime.usage(connection, signal), patienceMs);
      let before: readonly ContainerUsage[] | undefined;
      while (!signal.aborted) {
        const now = await look();
        if (before) take(loadsBetween(before, now));
        await sleep(realClock, before ? intervalMs : firstMs, signal);
        before = now;
      }
    };
    return servers.use(serverId, watch, signal);
  });
}
