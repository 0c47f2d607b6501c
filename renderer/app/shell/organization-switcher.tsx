import { Building2, Check, ChevronsUpDown, HardDrive, Plus, Settings, Users, UsersRound } from 'lucide-react';
import { hostRefusal } from '../../lib/access/host-right.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useOrganization, useSession } from '../../lib/use-session.ts';
import { placeIn } from '../../state/places.ts';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entries.tsx';

/** Which organization is open, and the way to the others. Each is reopened where it was left. */
export const OrganizationSwitcher = () => {
  const go = useGo();
  const current = useOrganization();
  const { data: session } = useSession();
  const others: MenuEntry[] = (session?.organizations ?? []).map(({ id, name }) => ({
    id,
    label: name,
    icon: id === current?.id ? Check : undefined,
    run: () => go(placeIn(id) ?? session?.places[id] ?? organizationPath(id)),
  }));
  const items: MenuEntry[] = [
    ...others,
    'separator',
    {
      id: 'members',
      label: 'Members',
      icon: Users,
      run: () => go(organizationPath(current?.id ?? '', 'members')),
    },
    {
      id: 'teams',
      label: 'Teams',
      icon: UsersRound,
      run: () => go(organizationPath(current?.id ?? '', 'teams')),
    },
    {
      id: 'settings',
      label: 'Organization settings',
      icon: Settings,
      run: () => go(organizationPath(current?.id ?? '', 'settings')),
    },
    ...(session?.hostRights.includes('operate')
      ? [
          {
            id: 'host',
            label: 'This host',
            icon: HardDrive,
            run: () => go(organizationPath(current?.id ?? '', 'host')),
          },
        ]
      : []),
    {
      id: 'create',
      label: 'New organization…',
      icon: Plus,
      disabledReason: hostRefusal(session, 'found-organizations'),
      run: () => openDialog({ type: 'create-organization' }),
    },
  ];
  return (
    <Menu
      items={items}
      trigger={
        <button
          type="button"
          className="flex h-7 min-w-0 max-w-full items-center gap-1.5 rounded px-2 font-semibold hover:bg-hover data-[state=open]:bg-hover"
        >
          <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="sr-only">Organization</span>
          <span className="truncate">{current?.name ?? '…'}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      }
    />
  );
};
