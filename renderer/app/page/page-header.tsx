import { Ellipsis, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';

interface PageHeaderProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly isProtected?: boolean;
  readonly breadcrumb?: ReactNode;
  readonly extra?: ReactNode;
  readonly action?: ReactNode;
  readonly menu?: readonly MenuEntry[];
}

/** Title, the way there, the state, and the one obvious next action. */
export const PageHeader = ({
  icon: Icon,
  title,
  isProtected,
  breadcrumb,
  extra,
  action,
  menu,
}: PageHeaderProps) => (
  <header
    className={`flex min-h-14 shrink-0 items-center gap-3 px-4 py-2 ${isProtected ? 'border-protected border-t-2' : ''}`}
  >
    <Icon aria-hidden className={`size-5 shrink-0 ${isProtected ? 'text-protected' : 'text-muted'}`} />
    <div className="min-w-0 flex-1">
      {breadcrumb}
      <div className="flex min-w-0 items-center gap-3">
        <h1 className="truncate font-semibold text-lg">{title}</h1>
        {extra}
      </div>
    </div>
    {action}
    {menu && menu.length > 0 && (
      <Menu align="end" items={menu} trigger={<IconButton label={`More for ${title}`} icon={Ellipsis} />} />
    )}
  </header>
);
