import { useMutation, useQuery } from '@tanstack/react-query';
import { MailPlus, RefreshCw, X } from 'lucide-react';
import { useState } from 'react';
import type { Invitation, NewInvitation } from '#shared/contract/invitation.ts';
import type { TagSet } from '#shared/contract/tag.ts';
import { formatInstant } from '../../lib/format.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { dayOf } from '../../lib/grants/end-date.ts';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { filterWords } from '../../lib/tags/tag-sets.ts';
import { useTagSets } from '../../lib/tags/use-tag-sets.ts';
import { isNearlyOver, timeLeft } from '../../lib/time-left.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { InviteButton } from './invite-button.tsx';
import { useFirstLifetime } from './lifetime.ts';
import { NewLink } from './new-link.tsx';

const TimeLeft = ({ expiresAt }: { readonly expiresAt: string }) => {
  const now = useNow(30_000);
  const text = timeLeft(expiresAt, now);
  const tone = text === 'expired' ? 'failed' : isNearlyOver(expiresAt, now) ? 'degraded' : 'neutral';
  return (
    <span title={formatInstant(expiresAt)}>
      <Badge tone={tone}>{text}</Badge>
    </span>
  );
};

const placeWords = (
  { path, tagIds, role, endsAt }: Invitation['grants'][number],
  tagSets: readonly TagSet[],
): string => {
  const where = tagIds ? `tagged ${filterWords(tagSets, tagIds) ?? path}` : path;
  return [where, role && `as ${role}`, endsAt && `until ${dayOf(endsAt)}`].filter(Boolean).join(' ');
};

const Where = ({ grants, extras }: Pick<Invitation, 'grants' | 'extras'>) => {
  const { data: tagSets = [] } = useTagSets(useOrganizationId());
  const singles = extras.length > 0 ? [`everywhere ${extras.join(', ')}`] : [];
  const text = [...grants.map((grant) => placeWords(grant, tagSets)), ...singles].join('; ');
  return (
    <span className="truncate text-secondary" title={text}>
      {text}
    </span>
  );
};

const ResendButton = ({
  invitation,
  onResent,
}: {
  readonly invitation: Invitation;
  readonly onResent: (made: NewInvitation) => void;
}) => {
  const { reason } = usePermission('invitation.create', invitation.id);
  const lifetimeHours = useFirstLifetime(useOrganizationId()) === '48' ? 48 : 168;
  const resend = useMutation({
    mutationFn: () => rpc.invitation.resend({ invitationId: invitation.id, lifetimeHours }),
    onSuccess: onResent,
  });
  return (
    <>
      <IconButton
        label={`Resend to ${invitation.email}`}
        icon={RefreshCw}
        size="sm"
        disabledReason={reason}
        onClick={() => resend.mutate()}
      />
      {resend.error && (
        <ConfirmDialog
          title={`The invitation of ${invitation.email} was not resent`}
          confirmLabel="Try again"
          isBusy={resend.isPending}
          error={resend.error}
          onConfirm={() => resend.mutate()}
          onClose={() => resend.reset()}
        >
          <p className="text-secondary">The old link works as before, until it expires.</p>
        </ConfirmDialog>
      )}
    </>
  );
};

const CancelButton = ({ invitation }: { readonly invitation: Invitation }) => {
  const { reason } = usePermission('invitation.cancel', invitation.id);
  const [isAsking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => rpc.invitation.cancel({ invitationId: invitation.id }),
    onSuccess: () => setAsking(false),
  });
  return (
    <>
      <IconButton
        label={`Cancel the invitation of ${invitation.email}`}
        icon={X}
        size="sm"
        disabledReason={reason}
        onClick={() => setAsking(true)}
      />
      {isAsking && (
        <ConfirmDialog
          title={`Cancel the invitation of ${invitation.email}?`}
          confirmLabel="Cancel invitation"
          isDanger
          isBusy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>The link stops working at once. You can invite the address again.</p>
        </ConfirmDialog>
      )}
    </>
  );
};

const columnsFor = (onResent: (made: NewInvitation) => void): readonly TableColumn<Invitation>[] => [
  { id: 'email', header: 'E-mail address', width: 'minmax(0, 2fr)', cell: ({ email }) => email },
  { id: 'role', header: 'Role', width: '8rem', cell: ({ role }) => role },
  {
    id: 'where',
    header: 'Where',
    width: 'minmax(0, 4fr)',
    cell: ({ grants, extras }) => <Where grants={grants} extras={extras} />,
  },
  { id: 'inviter', header: 'Invited by', width: '9rem', cell: ({ inviterName }) => inviterName },
  {
    id: 'left',
    header: 'Time left',
    width: '7rem',
    cell: ({ expiresAt }) => <TimeLeft expiresAt={expiresAt} />,
  },
  {
    id: 'actions',
    header: 'Actions',
    hidesHeader: true,
    width: '4.5rem',
    align: 'right',
    cell: (invitation) => (
      <span className="inline-flex">
        <ResendButton invitation={invitation} onResent={onResent} />
        <CancelButton invitation={invitation} />
      </span>
    ),
  },
];

/** Who was invited and has not joined yet. */
export const InvitationsPage = ({ organizationId }: { readonly organizationId: string }) => {
  const [made, setMade] = useState<NewInvitation>();
  const query = useQuery(orpc.invitation.list.queryOptions({ input: { organizationId } }));
  return (
    <ResourceList
      query={query}
      label="Invitations"
      rowKey={({ id }) => id}
      columns={columnsFor(setMade)}
      actions={<InviteButton organizationId={organizationId} />}
      emptyRows={
        <EmptyState icon={MailPlus} title="Nobody is invited">
          An invitation is a link that works once, for one address. You choose the role, where it holds, and
          for how long. <HelpLink chapter="customer">Give a customer access</HelpLink>
        </EmptyState>
      }
    >
      {made && <NewLink made={made} onClose={() => setMade(undefined)} />}
    </ResourceList>
  );
};
