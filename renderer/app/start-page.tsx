import { Building2, Plus } from 'lucide-react';
import { useEffect } from 'react';
import type { Session } from '#shared/contract/session.ts';
import { CreateOrganization } from '../features/organization/create-organization.tsx';
import { hostRefusal } from '../lib/access/host-right.ts';
import { Inbox } from '../lib/memberships/inbox.tsx';
import { SuspendedMemberships } from '../lib/memberships/suspended-memberships.tsx';
import { organizationPath, useGo } from '../lib/navigation.ts';
import { closeDialog, openDialog, useOpenDialogs } from '../lib/open-dialog.ts';
import { useSession } from '../lib/session/use-session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** Where the person was last, else the first of their organizations. */
const lastPlace = ({ organizations, lastOrganizationId, places }: Session): string | undefined => {
  const last = organizations.find(({ id }) => id === lastOrganizationId) ?? organizations[0];
  return last && (places[last.id] ?? organizationPath(last.id));
};

/** Goes where the person left off; asks for an organization where there is none. */
export const StartPage = () => {
  const go = useGo();
  const { data: session } = useSession();
  const isCreating = useOpenDialogs(({ dialogs }) => dialogs.at(-1)?.type === 'create-organization');
  const place = session && lastPlace(session);
  useEffect(() => {
    if (place) go(place, { replace: true });
  }, [go, place]);
  if (place || !session) return null;
  return (
    <main className="flex h-full flex-col">
      <EmptyState
        icon={Building2}
        title="You belong to no organization"
        action={
          <Button
            variant="primary"
            icon={Plus}
            disabledReason={hostRefusal(session, 'found-organizations')}
            onClick={() => openDialog({ type: 'create-organization' })}
          >
            New organization
          </Button>
        }
      >
        {hostRefusal(session, 'found-organizations')
          ? 'Open an invitation to join one, or ask the operator of this host for the right to found your own.'
          : 'An organization holds servers and projects. Create one to go on.'}
      </EmptyState>
      <div className="mx-auto w-full max-w-xl p-4">
        <Inbox />
        <SuspendedMemberships organizations={session.suspendedIn} />
      </div>
      {isCreating && (
        <CreateOrganization
          onClose={closeDialog}
          onCreated={(id) => {
            closeDialog();
            go(organizationPath(id));
          }}
        />
      )}
    </main>
  );
};
