import { Outlet, useLocation } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { useEffect } from 'react';
import { OrganizationNotices } from '../../features/organization/organization-notices.tsx';
import { WhyDialog } from '../../lib/access/why-dialog.tsx';
import { AppLink } from '../../lib/app-link.tsx';
import { followChanges } from '../../lib/host/change-feed.ts';
import { organizationPath, useOrganizationId } from '../../lib/navigation.ts';
import { placeNote } from '../../lib/session/remember-place.ts';
import { useOrganization, useSession } from '../../lib/session/use-session.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { useLayout } from '../../state/layout.ts';
import { notePlace } from '../../state/places.ts';
import { keepTabs } from '../../state/tabs.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkipLink } from '../../ui/skip-link.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { TreePanel } from '../tree/tree-panel.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionLostBar } from './connection-state.tsx';
import { Dialogs } from './dialogs.tsx';
import { Header } from './header.tsx';
import { OnlyInBar } from './only-in-bar.tsx';
import { Palette } from './palette.tsx';
import { Splitter } from './splitter.tsx';
import { TabStrip } from './tab-strip.tsx';
import { UndoBar } from './undo-bar.tsx';

const useChangeFeed = (organizationId: string): void => {
  useEffect(() => {
    const stop = new AbortController();
    void followChanges(organizationId, stop.signal);
    return () => stop.abort();
  }, [organizationId]);
};

const useRememberedPlace = (organizationId: string): void => {
  const { href } = useLocation();
  useEffect(() => {
    notePlace(organizationId, href);
    placeNote.take({ organizationId, place: href });
  }, [organizationId, href]);
  useEffect(() => () => void placeNote.settle(), []);
};

const useTabsOfExistingNodes = (organizationId: string): void => {
  const { data: nodes } = useTree(organizationId);
  useEffect(() => {
    if (nodes) keepTabs(organizationId, (id) => indexOf(nodes).byId.has(id));
  }, [organizationId, nodes]);
};

const useTitle = (): void => {
  const name = useOrganization()?.name;
  useEffect(() => {
    document.title = name ? `${name} · Quayside` : 'Quayside';
  }, [name]);
};

const OpenShell = ({ organizationId }: { readonly organizationId: string }) => {
  const { treeWidth } = useLayout();
  const isNarrow = useNarrow();
  useChangeFeed(organizationId);
  useRememberedPlace(organizationId);
  useTabsOfExistingNodes(organizationId);
  useTitle();
  return (
    <div className="flex h-full flex-col">
      <SkipLink />
      <ConnectionLostBar />
      <OnlyInBar />
      <Header organizationId={organizationId} />
      <OrganizationNotices organizationId={organizationId} />
      <div className="flex min-h-0 flex-1">
        {!isNarrow && (
          <nav aria-label="Tree" className="flex max-w-[50vw] shrink-0">
            <div style={{ width: treeWidth }} className="min-w-0">
              <TreePanel organizationId={organizationId} />
            </div>
            <Splitter />
          </nav>
        )}
        <main id="page" className="flex min-w-0 flex-1 flex-col focus-visible:outline-offset-[-2px]">
          <TabStrip organizationId={organizationId} />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
      </div>
      <UndoBar />
      <BottomBar organizationId={organizationId} />
      <Palette organizationId={organizationId} />
      <Dialogs organizationId={organizationId} />
      <WhyDialog />
    </div>
  );
};

/** The window around every page of an organization. */
export const Shell = () => {
  const organizationId = useOrganizationId();
  const { data: session } = useSession();
  const isKnown = session?.organizations.some(({ id }) => id === organizationId);
  const first = session?.organizations[0];
  if (isKnown) return <OpenShell key={organizationId} organizationId={organizationId} />;
  return (
    <EmptyState
      icon={Building2}
      title="There is no such organization"
      action={
        <AppLink to={first ? organizationPath(first.id) : '/'} className="text-accent underline">
          {first ? `Go to ${first.name}` : 'Go to the start'}
        </AppLink>
      }
    >
      It was deleted, or you do not belong to it.
    </EmptyState>
  );
};
