import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Activity } from '#shared/contract/activity.ts';
import { changesOf, newsOf, workLabel, workPath } from '../../lib/activity/work.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useGo } from '../../lib/navigation.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { showToast } from '../../state/toast.ts';

/** Running work and what ended within the last day. */
export const useWork = (organizationId: string) =>
  useQuery(orpc.activity.list.queryOptions({ input: { organizationId }, enabled: organizationId !== '' }));

const tones = { succeeded: 'success', failed: 'danger' } as const;

const announce = (item: Activity, open: () => void): void =>
  showToast({
    tone: item.state === 'succeeded' || item.state === 'failed' ? tones[item.state] : 'neutral',
    title: `${item.title}: ${workLabel(item).toLowerCase()}`,
    detail: item.reason ?? `Started by ${item.startedBy}`,
    action: { label: 'Show', run: open },
  });

/** Tells by toast of work that others started, when it ends. */
export const useWorkNews = (organizationId: string, work: readonly Activity[] | undefined): void => {
  const before = useRef<readonly Activity[]>([]);
  const go = useGo();
  const ownName = useSession().data?.account?.name;
  useEffect(() => {
    if (!work) return;
    for (const item of newsOf(before.current, work, ownName))
      announce(item, () => go(workPath(organizationId, item)));
    before.current = work;
  }, [work, ownName, organizationId, go]);
};

/** What changed last of the work that is going on, in words for whoever hears the window and does not see it. */
export const useSpokenWork = (work: readonly Activity[] | undefined): string => {
  const [before, setBefore] = useState(work);
  const [spoken, setSpoken] = useState('');
  if (work !== before) {
    setBefore(work);
    const changes = before && work ? changesOf(before, work) : [];
    if (changes.length > 0) setSpoken(changes.join('. '));
  }
  return spoken;
};
