import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../lib/frames/loaded.tsx';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { useGo } from '../../lib/navigation.ts';
import { showToast } from '../../state/toast.ts';
import { WhatGoes } from '../../ui/dialog/confirm-deletion.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';

interface DeleteOrganizationProps {
  readonly organizationId: string;
  readonly name: string;
  readonly onClose: () => void;
}

const tellOrphans = (name: string, orphaned: readonly string[]): void =>
  showToast({
    tone: 'danger',
    title: `${name} is deleted, but something stays on its servers`,
    detail: `They could not be reached: ${orphaned.join(', ')}. Remove it there by hand.`,
  });

/** Deletes an organization, with what goes shown before; what runs on servers only where that is ticked. */
export const DeleteOrganization = ({ organizationId, name, onClose }: DeleteOrganizationProps) => {
  const go = useGo();
  const [removeRemote, setRemoveRemote] = useState(false);
  const query = useQuery({
    ...orpc.organization.deletion.queryOptions({ input: { organizationId } }),
    gcTime: 0,
  });
  const { data: deletion } = query;
  const send = useMutation({
    mutationFn: (typedName: string) => rpc.organization.delete({ organizationId, typedName, removeRemote }),
    onSuccess: async ({ orphaned }) => {
      onClose();
      if (orphaned.length > 0) tellOrphans(name, orphaned);
      await refreshSession();
      go('/');
    },
  });
  return (
    <ConfirmDialog
      title={`Delete organization ${name}`}
      confirmLabel="Delete organization"
      isDanger
      isBusy={send.isPending}
      error={send.error}
      isBlocked={deletion === undefined}
      typedName={deletion?.name}
      onConfirm={(typedName) => send.mutate(typedName)}
      onClose={onClose}
    >
      <p className="text-secondary">
        This deletes the organization <span className="font-medium text-primary">{name}</span> with its
        history, for everybody in it. It cannot be undone.
      </p>
      <Loaded query={query} doing="Looking up what goes with it">
        {(found) => <WhatGoes deletion={{ ...found, remote: removeRemote ? found.remote : [] }} />}
      </Loaded>
      {deletion && deletion.remote.length > 0 && (
        <Checkbox
          label="Also remove what its services run on the servers"
          hint={`Else it keeps running there, known to Quayside no more: ${deletion.remote
            .map(({ server, what }) => `${what} on ${server}`)
            .join(', ')}.`}
          isChecked={removeRemote}
          onChange={setRemoveRemote}
        />
      )}
    </ConfirmDialog>
  );
};
