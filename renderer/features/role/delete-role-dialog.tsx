import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoleView } from '#shared/contract/role.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { isInUse, RoleHoldersList } from './role-holders.tsx';

interface DeleteRoleDialogProps {
  readonly role: RoleView;
  readonly roles: readonly RoleView[];
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deletes a custom role; where it is in use, another one takes its place everywhere at once. */
export const DeleteRoleDialog = ({ role, roles, onClose, onDeleted }: DeleteRoleDialogProps) => {
  const options = roles.filter(({ id, isAssignable }) => id !== role.id && isAssignable);
  const [replacementRoleId, setReplacement] = useState('');
  const query = useQuery(orpc.role.holders.queryOptions({ input: { roleId: role.id } }));
  const send = useMutation({
    mutationFn: () =>
      rpc.role.delete({ roleId: role.id, ...(replacementRoleId ? { replacementRoleId } : {}) }),
    onSuccess: onDeleted,
  });
  const holders = query.data;
  const needsReplacement = holders !== undefined && isInUse(holders);
  return (
    <ConfirmDialog
      title={`Delete role ${role.name}`}
      confirmLabel="Delete role"
      isDanger
      isBusy={send.isPending}
      error={send.error}
      isBlocked={holders === undefined || (needsReplacement && replacementRoleId === '')}
      onConfirm={() => send.mutate()}
      onClose={onClose}
    >
      <Loaded query={query} doing="Looking up who has it">
        {(found) =>
          !needsReplacement ? (
            <p className="text-secondary">Nobody has it. It cannot be undone.</p>
          ) : (
            <>
              <p className="text-secondary">
                It is in use. All of this gets the role that you choose instead:
              </p>
              <RoleHoldersList holders={found} />
              <SelectField
                label="Replacement"
                value={replacementRoleId}
                onChange={(event) => setReplacement(event.target.value)}
                options={[
                  { value: '', label: 'Choose a role' },
                  ...options.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            </>
          )
        }
      </Loaded>
    </ConfirmDialog>
  );
};
