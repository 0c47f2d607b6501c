import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { ReceivedInvitation } from '#shared/contract/invitation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { formatInstant } from '../format.ts';
import { refreshSession } from '../host/change-feed.ts';
import { orpc, rpc } from '../host/rpc.ts';

/** The invitations to one's own verified address, each to be accepted or declined without its link. */
export function Inbox() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...orpc.invitation.inbox.queryOptions(),
    refetchOnWindowFocus: true,
  });
  const [declined, setDeclined] = useState<ReceivedInvitation>();
  const accept = useMutation({
    mutationFn: ({ id }: ReceivedInvitation) => rpc.invitation.acceptReceived({ invitation: id }),
    onSuccess: () => refreshSession(),
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.invitation.inbox.key() }),
  });
  if (error) return <InlineError error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <>
      <InlineError error={accept.error} />
      {data.invitations.length === 0 && <p className="text-secondary">{emptyWords(data.isVerified)}</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {data.invitations.map((each) => (
          <li key={each.id} className="flex items-center gap-3">
            <Offer invitation={each} />
            <Button icon={X} onClick={() => setDeclined(each)}>
              Decline…
            </Button>
            <Button
              variant="primary"
              icon={Check}
              isBusy={accept.isPending && accept.variables.id === each.id}
              onClick={() => accept.mutate(each)}
            >
              Join {each.organization}
            </Button>
          </li>
        ))}
      </ul>
      {declined && <DeclineDialog invitation={declined} onClose={() => setDeclined(undefined)} />}
    </>
  );
}

const emptyWords = (isVerified: boolean): string =>
  isVerified
    ? 'Nobody has invited you. What is sent to your address shows here.'
    : 'Your address is not verified, so invitations to it open by their link only. The operator of this host can confirm it.';

function Offer({ invitation }: { readonly invitation: ReceivedInvitation }) {
  const { organization, role, inviterName, expiresAt } = invitation;
  return (
    <span className="min-w-0 flex-1">
      <span className="block truncate font-medium">{organization}</span>
      <span className="block truncate text-muted">
        as {role}, invited by {inviterName}, until {formatInstant(expiresAt)}
      </span>
    </span>
  );
}

interface DeclineDialogProps {
  readonly invitation: ReceivedInvitation;
  readonly onClose: () => void;
}

function DeclineDialog({ invitation: { id, organization }, onClose }: DeclineDialogProps) {
  const queries = useQueryClient();
  const decline = useMutation({
    mutationFn: () => rpc.invitation.declineReceived({ invitation: id }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.invitation.inbox.key() }),
  });
  return (
    <ConfirmDialog
      title={`Decline ${organization}`}
      confirmLabel="Decline invitation"
      isDanger
      isBusy={decline.isPending}
      error={decline.error}
      onConfirm={() => decline.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        The invitation and its link are gone then. To join later you have to be invited again.
      </p>
    </ConfirmDialog>
  );
}
