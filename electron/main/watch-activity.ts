import { setTimeout as delay } from 'node:timers/promises';
import type { RouterClient } from '@orpc/server';
import type { CoreRouter } from '#core/router.ts';
import type { Activity } from '#shared/contract/activity.ts';
import { type Notice, noticesBetween } from './notices.ts';

export type Client = RouterClient<CoreRouter>;

/** Recent work of one organization, newest first. */
export interface RecentActivity {
  readonly organizationId: string;
  readonly activities: readonly Activity[];
}

interface Watcher {
  /** Called with everything recent after each change. */
  onActivity(recent: readonly RecentActivity[]): void;
  onNotice(notice: Notice): void;
  onFailure(error: unknown): void;
}

/** How often we look for organizations that are new or gone; changes inside one are announced at once. */
const organizationsEveryMs = 5_000;

const watchOne = async (
  client: Client,
  organizationId: string,
  signal: AbortSignal,
  tell: (before: readonly Activity[] | undefined, now: readonly Activity[]) => void,
): Promise<void> => {
  let before: readonly Activity[] | undefined;
  for await (const changes of await client.changes.watch({ organizationId }, { signal })) {
    if (before && changes.length === 0) continue;
    const now = await client.activity.list({ organizationId });
    tell(before, now);
    before = now;
  }
};

/**
 * Follows the work of all organizations of the person at this machine through an in-process client, until the
 * signal aborts. A failure is told once and retried with the next look for organizations.
 */
export const watchActivity = async (client: Client, watcher: Watcher, signal: AbortSignal): Promise<void> => {
  const recent = new Map<string, readonly Activity[]>();
  const report = (): void =>
    watcher.onActivity([...recent].map(([organizationId, activities]) => ({ organizationId, activities })));

  const follow = (organizationId: string): void => {
    recent.set(organizationId, []);
    watchOne(client, organizationId, signal, (before, now) => {
      recent.set(organizationId, now);
      report();
      for (const notice of noticesBetween(organizationId, before, now)) watcher.onNotice(notice);
    })
      .catch((error: unknown) => {
        if (!signal.aborted) watcher.onFailure(error);
      })
      .finally(() => {
        recent.delete(organizationId);
        if (!signal.aborted) report();
      });
  };

  while (!signal.aborted) {
    try {
      const { organizations } = await client.session.current();
      for (const { id } of organizations) if (!recent.has(id)) follow(id);
    } catch (error) {
      watcher.onFailure(error);
    }
    await delay(organizationsEveryMs, undefined, { signal }).catch(() => undefined);
  }
};
