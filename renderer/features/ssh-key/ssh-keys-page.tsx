import { useQuery } from '@tanstack/react-query';
import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeleteSshKey } from './delete-ssh-key.tsx';
import { NewSshKey } from './new-ssh-key.tsx';
import { RotateSshKey } from './rotate-ssh-key.tsx';
import { ShowSshKey } from './show-ssh-key.tsx';
import { type OpenedSshKey, useSshKeyColumns } from './ssh-key-columns.tsx';
import { TestSshKey } from './test-ssh-key.tsx';

const dialogs = { show: ShowSshKey, test: TestSshKey, rotate: RotateSshKey, delete: DeleteSshKey } as const;

/** The key pairs that servers and services of the organization share. */
export function SshKeysPage({ organizationId }: { readonly organizationId: string }) {
  const { reason } = usePermission('sshKey.create', organizationId);
  const creation = useAddressDialog('new-ssh-key');
  const [opened, setOpened] = useState<OpenedSshKey>();
  const query = useQuery(orpc.sshKey.list.queryOptions({ input: { organizationId } }));
  const columns = useSshKeyColumns(organizationId, setOpened);
  const openedKey = query.data?.find(({ id }) => id === opened?.sshKeyId);
  const add = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      Add SSH key
    </Button>
  );
  const Opened = opened && dialogs[opened.type];
  return (
    <ResourceList
      query={query}
      label="SSH keys"
      rowKey={({ id }) => id}
      columns={columns}
      actions={add}
      empty={
        <EmptyState icon={KeySquare} title="No SSH keys yet" action={add}>
          A server that was added with a password has a key of its own. One that several servers share is made
          or imported here, and replaced on all of them at once.{' '}
          <HelpLink chapter="ssh-key">Share an SSH key</HelpLink>
        </EmptyState>
      }
    >
      {creation.isOpen && (
        <NewSshKey
          organizationId={organizationId}
          onClose={creation.close}
          onMade={({ id }) => {
            creation.close();
            setOpened({ type: 'show', sshKeyId: id });
          }}
        />
      )}
      {openedKey && Opened && (
        <Opened organizationId={organizationId} sshKey={openedKey} onClose={() => setOpened(undefined)} />
      )}
    </ResourceList>
  );
}
