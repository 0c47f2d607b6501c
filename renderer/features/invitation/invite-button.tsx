import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { NewInvitation } from '#shared/contract/invitation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { NewLink } from './new-link.tsx';

/** Invites somebody: the dialog, then the link. */
export const InviteButton = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('invitation.create', organizationId);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<NewInvitation>();
  return (
    <>
      <Button variant="primary" icon={UserPlus} disabledReason={reason} onClick={() => setOpen(true)}>
        Invite
      </Button>
      {isOpen && (
        <InviteDialog
          organizationId={organizationId}
          onInvited={(invitation) => {
            setOpen(false);
            setMade(invitation);
          }}
          onClose={() => setOpen(false)}
        />
      )}
      {made && <NewLink made={made} onClose={() => setMade(undefined)} />}
    </>
  );
};
