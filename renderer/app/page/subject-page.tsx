import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { nodePages, registry } from '../../features/registry.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath } from '../../lib/navigation.ts';
import { openRooms } from '../../lib/pages/open-rooms.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { PageHeader } from './page-header.tsx';
import { PageList } from './page-list.tsx';

interface SubjectPageProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly organizationId: string;
  /** The page of the organization that it is listed on. */
  readonly listId: string;
  readonly extra?: ReactNode;
  readonly menu: readonly MenuEntry[];
  readonly tabs?:
    | {
        readonly value: string;
        readonly items: readonly { readonly id: string; readonly label: string }[];
        readonly onChange: (id: string) => void;
      }
    | undefined;
  readonly children: ReactNode;
}

/** The page of a member or a team: they are no rows of the tree, but have a page like those. */
export const SubjectPage = ({
  icon,
  title,
  organizationId,
  listId,
  extra,
  menu,
  tabs,
  children,
}: SubjectPageProps) => (
  <div className="flex h-full min-h-0 narrow:flex-col">
    <PagesBeside organizationId={organizationId} listId={listId} />
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <PageHeader
        icon={icon}
        title={title}
        breadcrumb={
          <nav aria-label="Breadcrumb" className="text-muted text-sm">
            <AppLink
              to={organizationPath(organizationId, listId)}
              className="hover:text-primary hover:underline"
            >
              {nodePages('organization').find(({ id }) => id === listId)?.label}
            </AppLink>
          </nav>
        }
        extra={extra}
        menu={menu}
      />
      {tabs ? (
        <Tabs
          label={`Parts of ${title}`}
          value={tabs.value}
          panelId="subject-panel"
          onChange={tabs.onChange}
          tabs={tabs.items}
        />
      ) : (
        <div className="border-line border-b" />
      )}
      <div
        id="subject-panel"
        {...(tabs ? { role: 'tabpanel', 'aria-label': tabs.value } : {})}
        className="min-h-0 flex-1"
      >
        {children}
      </div>
    </div>
  </div>
);

/** The list of pages that the list itself stands in, so that one goes on from here as from there. */
function PagesBeside({ organizationId, listId }: Pick<SubjectPageProps, 'organizationId' | 'listId'>) {
  const refusal = useRefusal();
  const { rooms } = openRooms(registry.organization.rooms, nodePages('organization'), {
    refusal: (page) => refusal(page, organizationId),
  });
  const room = rooms.find(({ pages }) => pages.some(({ id }) => id === listId));
  if (!room || room.pages.length < 2) return null;
  return (
    <PageList
      label={`Pages of ${room.label}`}
      organizationId={organizationId}
      pages={room.pages}
      shownId={listId}
      pathOf={(id) => organizationPath(organizationId, id)}
    />
  );
}
