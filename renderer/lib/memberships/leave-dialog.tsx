import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { refreshSession } from '../host/change-feed.ts';
import { rpc } from '../host/rpc.ts';
import { useGo } from '../navigation.ts';

interface LeaveDialogProps {
  readonly organizationId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Ends one's own membership. */
export function LeaveDialog({ organizationId, name, onClose }: LeaveDialogProps) {
  const go = useGo();
  const send = useMutation({
    mutationFn: () => rpc.organization.leave({ organizationId }),
    onSuccess: async () => {
      await refreshSession();
      go('/');
    },
  });
  return (
    <ConfirmDialog
      title={`Leave ${name}`}
      confirmLabel="Leave organization"
      isDanger
      isBusy={send.isPending}
      error={send.error}
      onConfirm={() => send.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        You lose your grants and API keys here at once. What you made stays with the organization, and your
        account with its other organizations stays yours. To come back you have to be invited again.
      </p>
    </ConfirmDialog>
  );
}
