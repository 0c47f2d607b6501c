import { Latch } from '../../events/latch.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { DeploymentRun } from './deployment-run.ts';

/** What has no place yet makes no event, so that it is looked at once a second as well. */
const watchdogMs = 1_000;
/** A runtime follows the events of its containers by up to 100 ms. */
const settleMs = 110;
const settlePeriodMs = 300;

/**
 * Looks at a service again whenever its server says that something of it changed, until `decide` answers
 * something; lost connections are waited for. `waitMs` may ask for an earlier look, as for a soak time.
 */
export async function lookUntil<L, T>(
  run: DeploymentRun,
  parts: {
    readonly signal: AbortSignal;
    look(connection: SshConnection): Promise<L>;
    decide(look: L): Promise<T | undefined> | T | undefined;
    waitMs?(): number;
  },
): Promise<T | undefined> {
  const { signal, look, decide, waitMs = () => watchdogMs } = parts;
  const news = new Latch();
  let lastEventAt = 0;
  const hold = run.parts.watches.hold(run.serverId);
  const stop = hold.watch.subscribe((event) => {
    // a service that is not known yet may be ours
    const isOurs = event === null || event.serviceId === undefined || event.serviceId === run.service.id;
    if (!isOurs) return;
    lastEventAt = performance.now();
    news.open();
  });
  try {
    while (!signal.aborted) {
      const seen = await run.persist('looking at the service', () => run.ssh(look, signal), signal);
      const decided = await decide(seen);
      if (decided !== undefined) return decided;
      const isSettling = performance.now() - lastEventAt < settlePeriodMs;
      await news.wait(Math.max(1, Math.min(isSettling ? settleMs : watchdogMs, waitMs())), signal);
    }
    return undefined;
  } finally {
    stop();
    hold.release();
  }
}
