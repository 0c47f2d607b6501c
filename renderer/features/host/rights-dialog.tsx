import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HostAccount } from '#shared/contract/host.ts';
import { type HostRight, hostRights } from '#shared/model/host-rights.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { rightWords } from './right-words.ts';

interface RightsDialogProps {
  readonly account: HostAccount;
  readonly onClose: () => void;
}

/** Gives an account rights of the host, or takes them back. */
export function RightsDialog({ account, onClose }: RightsDialogProps) {
  const queries = useQueryClient();
  const [rights, setRights] = useState<readonly HostRight[]>(account.rights);
  const save = useMutation({
    mutationFn: () => rpc.host.setRights({ account: account.account, rights: [...rights] }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: orpc.host.key() });
      await refreshSession();
      onClose();
    },
  });
  const isOperator = rights.includes('operate');
  const setRight = (right: HostRight, isGiven: boolean): void =>
    setRights((before) => [...before.filter((each) => each !== right), ...(isGiven ? [right] : [])]);
  return (
    <FormDialog
      title={`Rights of ${account.name}`}
      description={`${account.email}. They take effect at once, and the trail of this host says so.`}
      submitLabel="Save"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {hostRights.map((right) => (
        <Checkbox
          key={right}
          {...rightWords[right]}
          isChecked={rights.includes(right) || (isOperator && right !== 'operate')}
          disabledReason={isOperator && right !== 'operate' ? 'Operators hold it anyway.' : undefined}
          onChange={(isGiven) => setRight(right, isGiven)}
        />
      ))}
    </FormDialog>
  );
}
