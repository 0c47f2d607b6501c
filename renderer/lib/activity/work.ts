import type { Activity } from '#shared/contract/activity.ts';
import { type NodeState, nodeKinds } from '#shared/model/nodes.ts';
import { nodePath } from '../navigation.ts';

export const isOver = ({ state }: Activity): boolean => state !== 'waiting' && state !== 'running';

const dots: Readonly<Record<Activity['state'], NodeState>> = {
  waiting: 'unknown',
  running: 'deploying',
  succeeded: 'running',
  failed: 'failed',
  cancelled: 'stopped',
};

const words: Readonly<Record<Activity['state'], string>> = {
  waiting: 'Waiting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const workDot = ({ state }: Activity): NodeState => dots[state];

export const workLabel = ({ state }: Activity): string => words[state];

/** What it is doing now, in words: its state, and the step where there is one. */
export const workNow = (item: Activity): string =>
  isOver(item) || item.step === '' ? workLabel(item) : `${workLabel(item)}: ${item.step}`;

/** The page of its node on which a kind of work shows its steps. */
const pages: Readonly<Record<Activity['kind'], (id: string) => string>> = {
  deployment: (id) => `deployments?deployment=${id}`,
  environmentDeployment: (id) => `as-a-whole?whole=${id}`,
  setup: () => 'setup',
};

/** Where a piece of work shows its steps and its live log. */
export const workPath = (organizationId: string, { kind, nodeId, id }: Activity): string =>
  nodePath(organizationId, nodeKinds[kind].parent, nodeId, pages[kind](id));

/** How long it took, or has taken so far. */
export const workMs = ({ startedAt, endedAt }: Activity, now: number): number =>
  (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);

/** Running first, then what ended last. */
export const inOrder = (work: readonly Activity[]): Activity[] =>
  work.toSorted(
    (a, b) =>
      Number(isOver(a)) - Number(isOver(b)) ||
      Date.parse(b.endedAt ?? b.startedAt) - Date.parse(a.endedAt ?? a.startedAt),
  );

/** What has another state or step than at the look before, for whoever hears of it; nothing at the first look. */
export const changesOf = (before: readonly Activity[], after: readonly Activity[]): readonly string[] => {
  const known = new Map(before.map((item) => [item.id, workNow(item)]));
  return after.flatMap((item) =>
    known.has(item.id) && known.get(item.id) !== workNow(item) ? [`${item.title}. ${workNow(item)}`] : [],
  );
};

/** What ended between two looks, and that somebody else had started: the user is told only of that. */
export const newsOf = (
  before: readonly Activity[],
  after: readonly Activity[],
  ownName: string | undefined,
): Activity[] => {
  const running = new Set(before.filter((item) => !isOver(item)).map(({ id }) => id));
  return after.filter((item) => running.has(item.id) && isOver(item) && item.startedBy !== ownName);
};
