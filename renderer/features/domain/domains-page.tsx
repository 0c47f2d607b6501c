import { useQuery } from '@tanstack/react-query';
import { Globe, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Domain } from '#shared/contract/domain.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DeleteDomain } from './delete-domain.tsx';
import { DnsDialog } from './dns-dialog.tsx';
import { type OpenedDomain, useDomainColumns } from './domain-columns.tsx';
import { DomainDialog } from './domain-dialog.tsx';

const dialogs = { change: DomainDialog, dns: DnsDialog, delete: DeleteDomain } as const;

/** By which names visitors find a service, and whether they do. */
export function DomainsPage({ nodeId: serviceId }: NodeProps) {
  const { reason } = usePermission('domain.create', serviceId);
  const creation = useAddressDialog('new-domain');
  const [opened, setOpened] = useState<OpenedDomain>();
  const query = useQuery(orpc.domain.list.queryOptions({ input: { serviceId } }));
  const columns = useDomainColumns(serviceId, setOpened);
  const add = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      Add domain
    </Button>
  );
  const Opened = opened && dialogs[opened.type];
  return (
    <ResourceList
      query={query}
      label="Domains"
      rowKey={({ id }) => id}
      columns={columns}
      actions={add}
      above={<WhyNotLive domains={query.data ?? []} />}
      empty={
        <EmptyState icon={Globe} title="No domains yet" action={add}>
          The other services of the environment reach this one by its name. Add a domain for visitors: the
          proxy of its server leads them here, with a certificate.{' '}
          <HelpLink chapter="domain">Give a service a domain</HelpLink>
        </EmptyState>
      }
    >
      {creation.isOpen && <DomainDialog serviceId={serviceId} onClose={creation.close} />}
      {opened && Opened && (
        <Opened serviceId={serviceId} domain={opened.domain} onClose={() => setOpened(undefined)} />
      )}
    </ResourceList>
  );
}

/** Why visitors do not find the service: one reason for all of its domains, since they are taken to its server together. */
function WhyNotLive({ domains }: { readonly domains: readonly Domain[] }) {
  const affected = domains.find(({ reason }) => reason !== null);
  if (!affected) return null;
  return <Notice tone={affected.state === 'failed' ? 'warning' : 'info'}>{affected.reason}</Notice>;
}
