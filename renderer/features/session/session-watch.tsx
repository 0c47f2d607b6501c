import { useEffect, useMemo } from 'react';
import type { OwnAccount } from '#shared/contract/session.ts';
import { startAnew } from '../../lib/change-feed.ts';
import { type PaletteAction, usePaletteActions } from '../../lib/palette-actions.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { onTabs } from './tabs.ts';
import { lockNow, useIdleLock } from './use-idle-lock.ts';
import { useSignOut } from './use-sign-in.ts';

const lockKeys = 'mod+shift+l';
const noPassword = 'Set a password first, on your profile.';

/** What goes on beside every page while somebody is signed in: idle lock, “Lock now”, “Sign out”. */
export const SessionWatch = ({ account }: { readonly account: OwnAccount }) => {
  const { mutate: signOut } = useSignOut();
  const { hasPassword } = account;
  const disabledReason = hasPassword ? undefined : noPassword;
  useIdleLock(hasPassword ? account.lockAfterMinutes : null);
  useShortcut(lockKeys, 'Lock now', () => void lockNow(), { enabled: hasPassword });
  useEffect(() => onTabs((word) => word === 'changed' && void startAnew()), []);
  const actions = useMemo<readonly PaletteAction[]>(
    () => [
      {
        id: 'session.lock',
        label: 'Lock now',
        shortcut: lockKeys,
        disabledReason,
        run: () => void lockNow(),
      },
      { id: 'session.sign-out', label: 'Sign out', disabledReason, run: () => signOut() },
    ],
    [disabledReason, signOut],
  );
  usePaletteActions(actions);
  return null;
};
