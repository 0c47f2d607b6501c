import { useQuery } from '@tanstack/react-query';
import { Package, Plus } from 'lucide-react';
import { useState } from 'react';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeleteRegistry } from './delete-registry.tsx';
import { type OpenedRegistry, useRegistryColumns } from './registry-columns.tsx';
import { RegistryDialog } from './registry-dialog.tsx';
import { TestRegistry } from './test-registry.tsx';

const dialogs = { change: RegistryDialog, test: TestRegistry, delete: DeleteRegistry } as const;

/** From where private images are pulled, and by which account. */
export function RegistriesPage({ organizationId }: { readonly organizationId: string }) {
  const { reason } = usePermission('registry.create', organizationId);
  const creation = useAddressDialog('new-registry');
  const [asked] = useSearchParam('for');
  const [opened, setOpened] = useState<OpenedRegistry>();
  const query = useQuery(orpc.registry.list.queryOptions({ input: { organizationId } }));
  const address = query.data?.some((registry) => registry.address === asked) ? undefined : asked;
  const columns = useRegistryColumns(organizationId, setOpened);
  const close = (): void => setOpened(undefined);
  const add = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      Add registry
    </Button>
  );
  const Opened = opened && dialogs[opened.type];
  return (
    <ResourceList
      query={query}
      label="Registries"
      rowKey={({ id }) => id}
      columns={columns}
      actions={add}
      empty={
        <EmptyState icon={Package} title="No registries yet" action={add}>
          Public images need none. Add one for each place that your private images are in, such as ghcr.io:
          every deployment whose image comes from there is pulled by its account.{' '}
          <HelpLink chapter="registry">Deploy from a private registry</HelpLink>
        </EmptyState>
      }
    >
      {creation.isOpen && (
        <RegistryDialog organizationId={organizationId} address={address} onClose={creation.close} />
      )}
      {opened && Opened && (
        <Opened organizationId={organizationId} registry={opened.registry} onClose={close} />
      )}
    </ResourceList>
  );
}
