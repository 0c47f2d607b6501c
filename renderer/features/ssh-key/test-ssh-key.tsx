import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SshKey } from '#shared/contract/ssh-key.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Notice } from '../../ui/notice.tsx';

interface TestSshKeyProps {
  readonly organizationId: string;
  readonly sshKey: SshKey;
  readonly onClose: () => void;
}

/** Signs in to a server by a key, and says in words how that went. */
export function TestSshKey({ organizationId, sshKey, onClose }: TestSshKeyProps) {
  const { id: sshKeyId, name } = sshKey;
  const servers = useChildren(organizationId, 'server');
  const [chosen, choose] = useState<string>();
  const serverId = chosen ?? servers[0]?.id ?? '';
  const test = useMutation({ mutationFn: () => rpc.sshKey.test({ sshKeyId, serverId }) });
  return (
    <FormDialog
      title={`Test ${name}`}
      description="Signs in to a server by this key, whatever the server itself is signed in to by. Nothing is changed there."
      submitLabel="Sign in"
      isBusy={test.isPending}
      isSubmitDisabled={serverId === ''}
      error={test.error}
      onSubmit={() => test.mutate()}
      onClose={onClose}
    >
      <SelectField
        label="To"
        value={serverId}
        onChange={(event) => {
          choose(event.target.value);
          test.reset();
        }}
        options={
          servers.length === 0
            ? [{ value: '', label: 'No server yet: add one first' }]
            : servers.map((server) => ({ value: server.id, label: server.name }))
        }
      />
      {test.data && (
        <Notice tone="success">{`${test.data.server} lets it in, after ${test.data.tookMs} ms.`}</Notice>
      )}
    </FormDialog>
  );
}
