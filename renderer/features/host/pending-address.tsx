import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { orpc, rpc } from '../../lib/rpc.ts';
import { IconButton } from '../../ui/icon-button.tsx';

interface PendingAddressProps {
  readonly account: string;
  readonly email: string;
  readonly pendingEmail: string;
}

/** The address of an account, the one that it wants, and the operator's word that this is theirs. */
export function PendingAddress({ account, email, pendingEmail }: PendingAddressProps) {
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => rpc.host.confirmEmail({ account, email: pendingEmail }),
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.host.key() }),
  });
  return (
    <span className="flex items-center gap-1" title={confirm.error?.message}>
      <span className="truncate">
        {email} <span className="text-muted">wants {pendingEmail}</span>
      </span>
      <IconButton
        label={`Confirm ${pendingEmail}`}
        icon={MailCheck}
        size="sm"
        onClick={() => confirm.mutate()}
      />
    </span>
  );
}
