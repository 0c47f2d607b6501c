import { LogOut } from 'lucide-react';
import { shellPages } from '../../features/registry.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { useRefusal } from '../../lib/pages/use-refusal.ts';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { useSession } from '../../lib/session/use-session.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';

/** Everything that is the person's own, under their picture, and the way out. */
export function PersonMenu({ organizationId }: { readonly organizationId: string }) {
  const go = useGo();
  const refusal = useRefusal();
  const signOut = useSignOut();
  const { data: session } = useSession();
  const name = session?.account?.name ?? 'you';
  const pages: MenuEntry[] = shellPages()
    .filter(({ isOwn }) => isOwn)
    .map((page) => ({
      id: page.id,
      label: page.label,
      icon: page.icon,
      disabledReason: refusal(page, organizationId),
      run: () => go(organizationPath(organizationId, page.id)),
    }));
  const items: MenuEntry[] = [
    ...pages,
    'separator',
    {
      id: 'sign-out',
      label: 'Sign out',
      icon: LogOut,
      disabledReason: session?.account?.hasPassword
        ? undefined
        : 'Set a password first, or you could not come back.',
      run: () => signOut.mutate(),
    },
  ];
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <button
          type="button"
          aria-label={`Profile of ${name}`}
          className="flex size-7 shrink-0 items-center justify-center rounded hover:bg-hover data-[state=open]:bg-hover"
        >
          <Avatar name={name} image={session?.account?.avatar ?? undefined} />
        </button>
      }
    />
  );
}
