import { ActivityButton } from '../../features/activity/entry.tsx';
import { useRequestNews } from '../../lib/access/use-request-news.ts';
import { useOpenRequestCount } from '../../lib/access/use-requests.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath } from '../../lib/navigation.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { useShortcut } from '../../lib/shortcuts.ts';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';
import { ConnectionState } from './connection-state.tsx';

const itemClasses = 'flex h-full items-center gap-1.5 px-2 hover:bg-hover hover:text-primary';

/** The bottom line: the connection, what is at work, and help for the keyboard. */
export const BottomBar = ({ organizationId }: { readonly organizationId: string }) => {
  const waiting = useOpenRequestCount(organizationId);
  useRequestNews(organizationId);
  useShortcut('?', 'Show these shortcuts', () => openDialog({ type: 'shortcuts' }));
  return (
    <footer className="flex h-6 shrink-0 items-center gap-1 border-line border-t bg-panel px-2 text-secondary text-sm">
      <ConnectionState />
      <span className="flex-1" />
      {waiting > 0 && (
        <AppLink to={organizationPath(organizationId, 'requests')} className={itemClasses}>
          {waiting} {waiting === 1 ? 'request waits' : 'requests wait'} for you
        </AppLink>
      )}
      <AppLink to={organizationPath(organizationId, 'audit')} className={itemClasses}>
        Audit trail
      </AppLink>
      <button type="button" className={itemClasses} onClick={() => openDialog({ type: 'shortcuts' })}>
        Shortcuts <KeyboardHint keys="?" />
      </button>
      <ActivityButton organizationId={organizationId} />
    </footer>
  );
};
