import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Registry } from '#shared/contract/registry.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useChildren } from '../../lib/tree/use-tree.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { Notice } from '../../ui/notice.tsx';

interface TestRegistryProps {
  readonly organizationId: string;
  readonly registry: Registry;
  readonly onClose: () => void;
}

/** Signs in to a registry from a server, and says in words how that went. */
export function TestRegistry({ organizationId, registry, onClose }: TestRegistryProps) {
  const { id: registryId, name, address, username } = registry;
  const servers = useChildren(organizationId, 'server');
  const [chosen, choose] = useState<string>();
  const serverId = chosen ?? servers[0]?.id ?? '';
  const test = useMutation({ mutationFn: () => rpc.registry.test({ registryId, serverId }) });
  return (
    <FormDialog
      title={`Test ${name}`}
      description={`Signs in to ${address} as ${username} from a server, since that is what pulls. Nothing of it is kept there.`}
      submitLabel="Sign in"
      isBusy={test.isPending}
      isSubmitDisabled={serverId === ''}
      error={test.error}
      onSubmit={() => test.mutate()}
      onClose={onClose}
    >
      <SelectField
        label="From"
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
        <Notice tone="success">
          {`${address} let ${username} in from ${test.data.server}, after ${test.data.tookMs} ms.`}
        </Notice>
      )}
    </FormDialog>
  );
}
