import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { NewInvitation } from '#shared/contract/invitation.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { NewLink } from './new-link.tsx';

/** Invites somebody: the dialog, then the link. */
export const InviteButton = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('invitation.create', organizationId);
  const dialog = useAddressDialog('invite');
  const [made, setMade] = useState<NewInvitation>();
  return (
    <>
      <Button variant="primary" icon={UserPlus} disabledReason={reason} onClick={dialog.open}>
        Invite
      </Button>
      {dialog.isOpen && !reason && (
        <InviteDialog
          organizationId={organizationId}
          onInvited={(invitation) => {
            dialog.close();
            setMade(invitation);
          }}
          onClose={dialog.close}
        />
      )}
      {made && <NewLink made={made} onClose={() => setMade(undefined)} />}
    </>
  );
};
