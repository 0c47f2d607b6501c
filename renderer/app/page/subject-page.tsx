import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { nodePages } from '../../features/registry.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath } from '../../lib/navigation.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { PageHeader } from './page-header.tsx';

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
  <div className="flex h-full min-h-0 flex-col">
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
);
