import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { AddMemberDialog } from './add-member-dialog.tsx';
import { InviteButton } from './invite-button.tsx';

/** Both ways to bring somebody in: by an invitation, or at once with a first password. */
export const NewcomerButtons = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('member.create', organizationId);
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Button icon={KeyRound} disabledReason={reason} onClick={() => setAdding(true)}>
        Add with password
      </Button>
      <InviteButton organizationId={organizationId} />
      {isAdding && <AddMemberDialog organizationId={organizationId} onClose={() => setAdding(false)} />}
    </>
  );
};
