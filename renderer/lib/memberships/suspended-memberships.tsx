import { LogOut } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '#shared/contract/session.ts';
import { Button } from '../../ui/button.tsx';
import { LeaveDialog } from './leave-dialog.tsx';

type Suspended = Session['suspendedIn'][number];

/** The organizations that keep somebody out for now, and the way to leave each; nothing where there are none. */
export function SuspendedMemberships({ organizations }: { readonly organizations: readonly Suspended[] }) {
  const [leaving, setLeaving] = useState<Suspended>();
  return (
    <ul className="flex flex-col gap-1">
      {organizations.map((organization) => (
        <li key={organization.id} className="flex items-center gap-3">
          <span className="min-w-0 flex-1 truncate">
            {organization.name}{' '}
            <span className="text-muted">suspended: ask somebody there to restore you</span>
          </span>
          <Button icon={LogOut} onClick={() => setLeaving(organization)}>
            Leave {organization.name}…
          </Button>
        </li>
      ))}
      {leaving && (
        <LeaveDialog organizationId={leaving.id} name={leaving.name} onClose={() => setLeaving(undefined)} />
      )}
    </ul>
  );
}
