import { Building2, Check, ChevronsUpDown, Plus } from 'lucide-react';
import { nodePages, registry, shellPages } from '../../features/registry.ts';
import { hostRefusal } from '../../lib/access/host-right.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { openRooms } from '../../lib/pages/open-rooms.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import { useOrganization, useSession } from '../../lib/session/use-session.ts';
import { placeIn } from '../../state/places.ts';
import { Menu } from '../../ui/menu/menu.tsx';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';

/** Which organization is open, and the way to the others. Each is reopened where it was left. */
export const OrganizationSwitcher = () => {
  const go = useGo();
  const refusal = useRefusal();
  const current = useOrganization();
  const organizationId = current?.id ?? '';
  const { data: session } = useSession();
  const others: MenuEntry[] = (session?.organizations ?? []).map(({ id, name }) => ({
    id,
    label: name,
    icon: id === current?.id ? Check : undefined,
    run: () => go(placeIn(id) ?? session?.places[id] ?? organizationPath(id)),
  }));
  const { rooms } = openRooms(registry.organization.rooms, nodePages('organization'), {
    refusal: (page) => refusal(page, organizationId),
  });
  const items: MenuEntry[] = [
    ...others,
    'separator',
    ...rooms.map(({ id, label, icon, pages }) => ({
      id: `room:${id}`,
      label,
      icon,
      run: () => go(organizationPath(organizationId, pages[0]?.id)),
    })),
    ...shellPages()
      .filter(({ needs }) => needs && session?.hostRights.includes(needs))
      .map(({ id, label, icon }) => ({
        id: `page:${id}`,
        label,
        icon,
        run: () => go(organizationPath(organizationId, id)),
      })),
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
