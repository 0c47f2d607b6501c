import { useMutation, useQuery } from '@tanstack/react-query';
import type { SshKey } from '#shared/contract/ssh-key.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { KeyUses } from './key-uses.tsx';

interface DeleteSshKeyProps {
  readonly organizationId: string;
  readonly sshKey: SshKey;
  readonly onClose: () => void;
}

/** Asks before a key is deleted; one that is in use stays. */
export function DeleteSshKey({ organizationId, sshKey, onClose }: DeleteSshKeyProps) {
  const { id: sshKeyId, name } = sshKey;
  const usage = useQuery(orpc.sshKey.usage.queryOptions({ input: { sshKeyId } }));
  const remove = useMutation({ mutationFn: () => rpc.sshKey.delete({ sshKeyId }), onSuccess: onClose });
  const isUsed = (usage.data ?? []).length > 0;
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete SSH key"
      isDanger
      isBlocked={!usage.isSuccess || isUsed}
      isBusy={remove.isPending}
      error={usage.error ?? remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {isUsed && <p>These use it. Give them another key first:</p>}
      <KeyUses
        organizationId={organizationId}
        sshKeyId={sshKeyId}
        none="Nothing that you may see uses it. Its private half is deleted with it; nobody can bring it back."
      />
    </ConfirmDialog>
  );
}
