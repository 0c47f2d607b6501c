import { KeyRound } from 'lucide-react';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { AddMemberDialog } from './add-member-dialog.tsx';
import { InviteButton } from './invite-button.tsx';

/** Both ways to bring somebody in: by an invitation, or at once with a first password. */
export const NewcomerButtons = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('member.create', organizationId);
  const dialog = useAddressDialog('new-member');
  return (
    <>
      <Button icon={KeyRound} disabledReason={reason} onClick={dialog.open}>
        Add with password
      </Button>
      <InviteButton organizationId={organizationId} />
      {dialog.isOpen && !reason && <AddMemberDialog organizationId={organizationId} onClose={dialog.close} />}
    </>
  );
};
