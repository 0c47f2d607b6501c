import type { Activity } from '#shared/contract/activity.ts';
import { nodeKinds } from '#shared/model/nodes.ts';

/** What a native notification says, and the place it opens. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly place: string;
}

const endings: Readonly<Partial<Record<Activity['state'], string>>> = {
  succeeded: 'finished',
  failed: 'failed',
  cancelled: 'was cancelled',
};

const longestBody = 200;
/** Line breaks, control and direction marks would let a remote text pose as ours. */
const unsafe = /[\p{Cc}\p{Cf}]+/gu;

const plain = (text: string): string => {
  const clean = text.replaceAll(unsafe, ' ').trim();
  return clean.length > longestBody ? `${clean.slice(0, longestBody - 1)}…` : clean;
};

/** Where a piece of work is shown: at its service or server. */
export const placeOf = (organizationId: string, activity: Activity): string => {
  const { parent } = nodeKinds[activity.kind];
  return `/o/${organizationId}/${parent}/${activity.nodeId}`;
};

/** One line of the tray's menu. */
export const activityLine = (activity: Activity): string =>
  plain(`${activity.title}: ${endings[activity.state] ?? activity.step}`);

/**
 * The notices of what ended between two looks. Work that was not there before is told only if it began and ended
 * in between; at the first look nothing is told, since nobody waits for yesterday's news.
 */
export const noticesBetween = (
  organizationId: string,
  before: readonly Activity[] | undefined,
  now: readonly Activity[],
): Notice[] => {
  if (!before) return [];
  const states = new Map(before.map(({ id, state }) => [id, state]));
  return now.flatMap((activity) => {
    const ending = endings[activity.state];
    const earlier = states.get(activity.id);
    if (!ending || earlier === activity.state) return [];
    const title = plain(`${activity.title} ${ending}`);
    return [{ title, body: plain(activity.reason ?? ''), place: placeOf(organizationId, activity) }];
  });
};
