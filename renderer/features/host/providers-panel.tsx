import { useQuery } from '@tanstack/react-query';
import { LogIn, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { HostProvider } from '#shared/contract/host.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { ConfirmProviderDialog } from './confirm-provider-dialog.tsx';

/** By which providers people sign in on this host, and for which domains the operator confirmed them. */
export function ProvidersPanel() {
  const { data, error, refetch } = useQuery(orpc.host.providers.queryOptions());
  const [confirmed, setConfirmed] = useState<HostProvider>();
  return (
    <Panel title="Providers of all organizations" isFlush>
      <InlineError error={error} onRetry={() => void refetch()} />
      {data && (
        <Table
          label="Providers of all organizations"
          rows={data}
          rowKey={({ provider }) => provider}
          columns={columnsFor(setConfirmed)}
          empty={
            <EmptyState icon={LogIn} title="No organization has a provider">
              Those that they add show on the sign-in page once you confirm their domains.
            </EmptyState>
          }
        />
      )}
      {confirmed && <ConfirmProviderDialog provider={confirmed} onClose={() => setConfirmed(undefined)} />}
    </Panel>
  );
}

const domainsOf = ({ emailDomains, confirmedDomains }: HostProvider): string =>
  emailDomains
    .map((domain) => `${domain} ${confirmedDomains.includes(domain) ? '✓' : '(not confirmed)'}`)
    .join(', ') || 'none';

const columnsFor = (confirm: (provider: HostProvider) => void): readonly TableColumn<HostProvider>[] => [
  { id: 'organization', header: 'Organization', width: '10rem', cell: ({ organization }) => organization },
  { id: 'name', header: 'Name', width: '10rem', cell: ({ name }) => name },
  { id: 'issuer', header: 'Issuer', cell: ({ issuer }) => issuer },
  { id: 'domains', header: 'Domains', cell: domainsOf },
  {
    id: 'actions',
    header: 'Actions',
    hidesHeader: true,
    width: '3rem',
    align: 'right',
    cell: (provider) => (
      <IconButton
        label={`Confirm ${provider.name} of ${provider.organization}`}
        icon={ShieldCheck}
        size="sm"
        onClick={() => confirm(provider)}
      />
    ),
  },
];
