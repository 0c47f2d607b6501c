import { useMutation } from '@tanstack/react-query';
import type { ApiKey } from '#shared/contract/api-key.ts';
import { age } from '../../lib/format.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useNow } from '../../lib/use-now.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

interface RevokeKeyDialogProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Asks before a key is revoked, with how lately it was used. */
export const RevokeKeyDialog = ({ apiKey, onClose }: RevokeKeyDialogProps) => {
  const now = useNow(10_000);
  const revoke = useMutation({
    mutationFn: () => rpc.apiKey.revoke({ apiKeyId: apiKey.id }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}?`}
      confirmLabel="Revoke"
      isDanger
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>
        Whatever uses it is refused from now on, what it has open ends within a second, and keys that it made
        go with it. It cannot be brought back.
      </p>
      <p className="text-secondary">
        {apiKey.usedAt
          ? `It was last used ${age(apiKey.usedAt, now)}, from ${apiKey.usedFrom || 'here'}.`
          : 'It was never used.'}
      </p>
    </ConfirmDialog>
  );
};
