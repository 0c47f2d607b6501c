import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member, MemberRemoval } from '#shared/contract/member.ts';
import { counted } from '../../lib/format.ts';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { removalLines } from './removal-words.ts';

interface DialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

const WhatGoes = ({ removal }: { readonly removal: MemberRemoval }) => (
  <>
    <ul aria-label="What goes" className="list-disc rounded border border-line bg-panel p-3 pl-7">
      {removalLines(removal).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
    {removal.servers.length > 0 && (
      <Notice tone="warning" title="Keys worth changing">
        They could run commands as root on {removal.servers.map(({ name }) => name).join(', ')}. What they may
        have copied from there is not taken back by removing them.
      </Notice>
    )}
  </>
);

/** Says what goes with a member, and removes them. */
export const RemoveDialog = ({ member, onClose }: DialogProps) => {
  const go = useGo();
  const input = { memberId: member.id };
  const lookup = useQuery({ ...orpc.member.removal.queryOptions({ input }), gcTime: 0 });
  const remove = useMutation({
    mutationFn: () => rpc.member.remove(input),
    onSuccess: () => go(organizationPath(member.organizationId, 'members')),
  });
  return (
    <ConfirmDialog
      title={`Remove ${member.name}`}
      confirmLabel="Remove from the organization"
      isDanger
      isBusy={remove.isPending}
      error={lookup.error ?? remove.error}
      isBlocked={!lookup.data}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        {member.name} loses this organization within a second: sessions, open terminals and logs end.
      </p>
      <Loaded query={lookup} doing="Looking it up">
        {(removal) => <WhatGoes removal={removal} />}
      </Loaded>
    </ConfirmDialog>
  );
};

/** Suspends a member, or lets them in again. */
export const SuspendDialog = ({ member, onClose }: DialogProps) => {
  // as it was when asked for: somebody else may do it meanwhile, and the question must not turn into its opposite
  const [isSuspended] = useState(member.suspendedAt !== undefined);
  const input = { memberId: member.id };
  const change = useMutation({
    mutationFn: () => (isSuspended ? rpc.member.restore(input) : rpc.member.suspend(input)),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title={isSuspended ? `Restore ${member.name}` : `Suspend ${member.name}`}
      confirmLabel={isSuspended ? 'Restore' : 'Suspend'}
      isDanger={!isSuspended}
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        {isSuspended
          ? `${member.name} gets back the role ${member.role.name}, ${counted(member.grantCount, 'grant')} and their teams, all as it was.`
          : `${member.name} may do nothing here until restored: sessions, API keys and open streams end within a second. Role, teams and grants stay; the seat becomes free, and restoring takes one again.`}
      </p>
    </ConfirmDialog>
  );
};
