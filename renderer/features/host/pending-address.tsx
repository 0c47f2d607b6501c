import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { IconButton } from '../../ui/icon-button.tsx';

interface PendingAddressProps {
  readonly account: string;
  readonly email: string;
  /** Absent where the present address waits to be confirmed. */
  readonly pendingEmail?: string | undefined;
}

/** The address of an account, the one that it wants if any, and the operator's word that it is theirs. */
export function PendingAddress({ account, email, pendingEmail }: PendingAddressProps) {
  const queries = useQueryClient();
  const confirmed = pendingEmail ?? email;
  const confirm = useMutation({
    mutationFn: () => rpc.host.confirmEmail({ account, email: confirmed }),
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.host.key() }),
  });
  return (
    <span className="flex items-center gap-1" title={confirm.error?.message}>
      <span className="truncate">
        {email} <span className="text-muted">{pendingEmail ? `wants ${pendingEmail}` : 'not verified'}</span>
      </span>
      <IconButton
        label={`Confirm ${confirmed}`}
        icon={MailCheck}
        size="sm"
        onClick={() => confirm.mutate()}
      />
    </span>
  );
}
