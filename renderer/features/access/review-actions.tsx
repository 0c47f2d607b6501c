import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessReview } from '#shared/contract/access.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { whereWords } from './review-words.ts';

type ReviewedGrant = AccessReview['unusedGrants'][number];
type ReviewedMember = AccessReview['members'][number];
type ReviewedKey = AccessReview['apiKeys'][number];

const removalOf = (grantId: string) => ({ add: [], update: [], remove: [grantId] });

interface TakeProps {
  readonly grant: ReviewedGrant;
  readonly onClose: () => void;
}

const TakeDialog = ({ grant, onClose }: TakeProps) => {
  const { holder, grantId } = grant;
  const isTeam = holder.type === 'team';
  const grants = removalOf(grantId);
  const ofTeam = useQuery({
    ...orpc.team.preview.queryOptions({ input: { teamId: holder.id, grants }, enabled: isTeam }),
    gcTime: 0,
  });
  const ofMember = useQuery({
    ...orpc.member.preview.queryOptions({ input: { memberId: holder.id, grants }, enabled: !isTeam }),
    gcTime: 0,
  });
  const take = useMutation({
    mutationFn: () =>
      isTeam
        ? rpc.team.changeGrants({ teamId: holder.id, ...grants })
        : rpc.member.changeGrants({ memberId: holder.id, ...grants }),
    onSuccess: onClose,
  });
  return (
    <PreviewDialog
      title={`Take the grant of ${holder.name} on ${whereWords(grant)}`}
      previews={isTeam ? ofTeam.data : ofMember.data && [ofMember.data]}
      confirmLabel="Take the grant"
      isDanger
      isBusy={take.isPending}
      error={ofTeam.error ?? ofMember.error ?? take.error}
      onConfirm={() => take.mutate()}
      onClose={onClose}
    />
  );
};

interface TakeGrantActionProps {
  readonly organizationId: string;
  readonly grant: ReviewedGrant;
}

/** Takes a grant, after a look at what goes with it. */
export const TakeGrantAction = ({ organizationId, grant }: TakeGrantActionProps) => {
  const [isOpen, setOpen] = useState(false);
  const { reason } = usePermission(
    grant.holder.type === 'team' ? 'team.update' : 'member.update',
    organizationId,
  );
  return (
    <>
      <Button size="sm" variant="ghost" disabledReason={reason} onClick={() => setOpen(true)}>
        Take…
      </Button>
      {isOpen && <TakeDialog grant={grant} onClose={() => setOpen(false)} />}
    </>
  );
};

interface MemberActionProps {
  readonly organizationId: string;
  readonly member: ReviewedMember;
}

const SuspendDialog = ({ organizationId, member, onClose }: MemberActionProps & { onClose: () => void }) => {
  const { memberId, name } = member;
  const input = { organizationId, memberIds: [memberId], change: { type: 'suspend' as const } };
  const preview = useQuery({ ...orpc.member.bulkPreview.queryOptions({ input }), gcTime: 0 });
  const suspend = useMutation({ mutationFn: () => rpc.member.bulk(input), onSuccess: onClose });
  return (
    <PreviewDialog
      title={`Suspend ${name}`}
      previews={preview.data}
      confirmLabel="Suspend"
      isDanger
      isBusy={suspend.isPending}
      error={preview.error ?? suspend.error}
      onConfirm={() => suspend.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">Role, teams and grants stay for when they are restored.</p>
    </PreviewDialog>
  );
};

/** Suspends somebody who is not active any more. */
export const MemberAction = ({ organizationId, member }: MemberActionProps) => {
  const [isOpen, setOpen] = useState(false);
  const { reason } = usePermission('member.update', organizationId);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        disabledReason={reason ?? (member.isSuspended ? 'Suspended already.' : undefined)}
        onClick={() => setOpen(true)}
      >
        Suspend…
      </Button>
      {isOpen && (
        <SuspendDialog organizationId={organizationId} member={member} onClose={() => setOpen(false)} />
      )}
    </>
  );
};

/** Revokes an API key for good. */
export const KeyAction = ({ apiKey }: { readonly apiKey: ReviewedKey }) => {
  const [isOpen, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: () => rpc.apiKey.revoke({ apiKeyId: apiKey.apiKeyId }),
    onSuccess: () => setOpen(false),
  });
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        Revoke…
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={`Revoke the API key ${apiKey.name}`}
          confirmLabel="Revoke"
          isDanger
          isBusy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate()}
          onClose={() => setOpen(false)}
        >
          <p className="text-secondary">
            Whatever uses this key of {apiKey.memberName} is refused from now on. It cannot be undone; a new
            key can be made.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
};
