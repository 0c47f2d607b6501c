import { Suspense } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { nodePages, registry } from '../../features/registry.ts';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import { nodePath, useGo } from '../../lib/navigation.ts';
import type { NodePage } from '../../lib/pages/descriptor.ts';
import { openRooms } from '../../lib/pages/open-rooms.ts';
import { demandedOn, useRefusal } from '../../lib/pages/use-refusal.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { OtherPages } from './other-pages.tsx';
import { PageList } from './page-list.tsx';

interface RoomsProps {
  readonly organizationId: string;
  readonly node: TreeNode;
  /** The page by its address; the first one where it says none, or one that is not there. */
  readonly pageId: string | undefined;
}

/** The rooms of a node as tabs, the pages of the open one as a list at its left, and the page itself. */
export function Rooms({ organizationId, node, pageId }: RoomsProps) {
  const go = useGo();
  const refusal = useRefusal();
  const pages = nodePages(node.kind);
  const shown =
    pages.find(({ id }) => id === pageId) ?? pages.find((page) => !refusal(page, node.id)) ?? pages[0];
  if (!shown) return null;
  const { rooms, closed } = openRooms(registry[node.kind].rooms, pages, {
    refusal: (page) => refusal(page, node.id),
    shownId: shown.id,
  });
  const room = rooms.find(({ id }) => id === shown.room);
  const pathOf = (id: string): string => nodePath(organizationId, node.kind, node.id, id);
  const goToRoom = (id: string): void => {
    const [first] = rooms.find((each) => each.id === id)?.pages ?? [];
    if (first) go(pathOf(first.id));
  };
  return (
    <>
      <Tabs
        label={`Parts of ${node.name}`}
        value={shown.room}
        panelId="node-panel"
        onChange={goToRoom}
        tabs={rooms.map(({ id, label, icon, pages: inRoom }) => ({
          id,
          label,
          icon,
          badge: <Counts organizationId={organizationId} pages={inRoom} />,
        }))}
        after={<OtherPages organizationId={organizationId} node={node} pages={closed} />}
      />
      <div
        id="node-panel"
        role="tabpanel"
        aria-label={room?.label ?? shown.label}
        className="flex min-h-0 flex-1 narrow:flex-col"
      >
        {room && room.pages.length > 1 && (
          <PageList
            label={`Pages of ${room.label}`}
            organizationId={organizationId}
            pages={room.pages}
            shownId={shown.id}
            pathOf={pathOf}
          />
        )}
        <div className="min-h-0 min-w-0 flex-1">
          <Suspense fallback={<Loading />}>
            <ShownPage organizationId={organizationId} node={node} page={shown} />
          </Suspense>
        </div>
      </div>
    </>
  );
}

function ShownPage({ organizationId, node, page }: Omit<RoomsProps, 'pageId'> & { readonly page: NodePage }) {
  const refusal = useRefusal();
  const { permission, icon, subject, label, Page, Extra } = page;
  if (permission && refusal(page, node.id)) {
    const nodeId = demandedOn(page, organizationId, node.id);
    return <AskForAccess icon={icon} what={subject ?? label} permission={permission} nodeId={nodeId} />;
  }
  return <Page key={node.id} organizationId={organizationId} nodeId={node.id} node={node} Extra={Extra} />;
}

function Counts({ organizationId, pages }: { organizationId: string; pages: readonly NodePage[] }) {
  return pages.map(({ id, Count }) => Count && <Count key={id} organizationId={organizationId} />);
}

function Loading() {
  return (
    <div className="p-4">
      <Spinner label="Loading" />
    </div>
  );
}
