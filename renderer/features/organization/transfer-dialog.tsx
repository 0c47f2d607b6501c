import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

interface TransferDialogProps {
  readonly organizationId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Hands the organization to another active member, with its name typed. */
export const TransferDialog = ({ organizationId, name, onClose }: TransferDialogProps) => {
  const { data: members, error } = useQuery(orpc.member.list.queryOptions({ input: { organizationId } }));
  const [memberId, setMemberId] = useState('');
  const others = (members ?? []).filter(({ isOwner }) => !isOwner);
  const send = useMutation({
    mutationFn: (typedName: string) => rpc.organization.transfer({ organizationId, memberId, typedName }),
    onSuccess: async () => {
      await refreshSession();
      onClose();
    },
  });
  const isSuspended = (member: (typeof others)[number]): boolean => member.suspendedAt !== undefined;
  return (
    <ConfirmDialog
      title={`Transfer ${name}`}
      confirmLabel="Transfer ownership"
      isDanger
      isBusy={send.isPending}
      error={send.error}
      isBlocked={memberId === ''}
      typedName={name}
      onConfirm={(typedName) => send.mutate(typedName)}
      onClose={onClose}
    >
      <p className="text-secondary">
        The new Owner may do everything, deleting the organization included. You become an Admin and cannot
        take it back: only they can.
      </p>
      <InlineError error={error} />
      <SelectField
        label="New Owner"
        value={memberId}
        onChange={(event) => setMemberId(event.target.value)}
        options={[
          { value: '', label: 'Choose a member' },
          ...others.map((member) => ({
            value: member.id,
            label: `${member.name} (${isSuspended(member) ? 'suspended' : member.role.name})`,
            disabled: isSuspended(member),
          })),
        ]}
      />
    </ConfirmDialog>
  );
};
