import { useEffect, useMemo } from 'react';
import type { OwnAccount } from '#shared/contract/session.ts';
import { useOwnDrafts } from '../../lib/drafts/use-own-drafts.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { type PaletteAction, usePaletteActions } from '../../lib/palette-actions.ts';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { showToast } from '../../state/toast.ts';
import { onTabs } from './tabs.ts';
import { lockNow, useIdleLock } from './use-idle-lock.ts';

const lockKeys = 'mod+shift+l';
const toldKey = 'quayside.told-of-password';
const noPassword = 'Set a password first, on your profile.';

/** Told once a window, and not again when its page is loaded anew: others share the store, and this account is open to whoever sits here. */
const useMissingPassword = (isMissing: boolean): void => {
  useEffect(() => {
    if (!isMissing || sessionStorage.getItem(toldKey)) return;
    sessionStorage.setItem(toldKey, 'yes');
    showToast({
      tone: 'neutral',
      title: 'Set a password for your account',
      detail: 'Other people share this store. You find it on your profile.',
    });
  }, [isMissing]);
};

/** What goes on beside every page while somebody is signed in: idle lock, “Lock now”, “Sign out”. */
export const SessionWatch = ({ account }: { readonly account: OwnAccount }) => {
  const { mutate: signOut } = useSignOut();
  const { hasPassword } = account;
  const disabledReason = hasPassword ? undefined : noPassword;
  useOwnDrafts(account.id);
  useMissingPassword(account.needsPassword);
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
        isHarmful: true,
        run: () => void lockNow(),
      },
      { id: 'session.sign-out', label: 'Sign out', disabledReason, isHarmful: true, run: () => signOut() },
    ],
    [disabledReason, signOut],
  );
  usePaletteActions(actions);
  return null;
};
