import { Activity as ActivityIcon } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Activity } from '#shared/contract/activity.ts';
import { inOrder, isOver, workLabel } from '../../lib/activity/work.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { counted } from '../../lib/format.ts';
import { organizationPath } from '../../lib/navigation.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { useTunnels } from '../../lib/tunnels/use-tunnels.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { OpenTunnels } from './open-tunnels.tsx';
import { useSpokenWork, useWork, useWorkNews } from './use-work.ts';
import { WorkList } from './work-list.tsx';

const none: readonly Activity[] = [];

interface ActivityProps {
  readonly organizationId: string;
}

/** The activity center: how much runs, and on a click what. */
export const ActivityButton = ({ organizationId }: ActivityProps) => {
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useWork(organizationId);
  const work = data ?? none;
  const spoken = useSpokenWork(data);
  useWorkNews(organizationId, data);
  const running = work.filter((item) => !isOver(item));
  const [first] = inOrder(running);
  const tunnels = useTunnels(organizationId).data?.length ?? 0;
  const text = first
    ? `${first.title}: ${first.step || workLabel(first)}${running.length > 1 ? ` and ${running.length - 1} more` : ''}`
    : tunnels > 0
      ? `${counted(tunnels, 'tunnel')} open`
      : 'No activity';
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <p role="status" aria-label="What happens" className="sr-only">
        {spoken}
      </p>
      <Popover.Trigger className="flex h-6 min-w-0 max-w-96 items-center gap-1.5 rounded px-2 text-secondary text-sm hover:bg-hover data-[state=open]:bg-hover">
        {first ? (
          <StateDot state="deploying" isDecoration />
        ) : (
          <ActivityIcon aria-hidden className="size-3.5" />
        )}
        <span className="truncate">{text}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Activity"
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="z-50 flex max-h-[60vh] w-[28rem] max-w-[calc(100vw-2rem)] flex-col rounded-lg border border-line bg-raised shadow-overlay outline-none"
        >
          <div className="flex items-center border-line border-b px-3 py-2">
            <h2 className="flex-1 font-semibold">Activity</h2>
            <AppLink
              to={organizationPath(organizationId, 'activity')}
              className="text-accent text-sm hover:underline"
              onClick={() => setOpen(false)}
            >
              Show as a page
            </AppLink>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            {error && (
              <div className="p-3">
                <InlineError error={error} onRetry={() => void refetch()} />
              </div>
            )}
            <OpenTunnels organizationId={organizationId} onOpen={() => setOpen(false)} />
            <WorkList organizationId={organizationId} work={work} onOpen={() => setOpen(false)} />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

/** The activity center as a page of its own. */
const ActivityPage = ({ organizationId }: ActivityProps) => {
  const { data, error, refetch } = useWork(organizationId);
  return (
    <PageBody width="narrow">
      <InlineError error={error} onRetry={() => void refetch()} />
      {data && (
        <div className="rounded-lg border border-line">
          <OpenTunnels organizationId={organizationId} />
          <WorkList organizationId={organizationId} work={data} />
        </div>
      )}
    </PageBody>
  );
};

export const pages: readonly PageDescriptor[] = [
  { at: 'shell', id: 'activity', label: 'Activity', icon: ActivityIcon, Page: ActivityPage },
];
