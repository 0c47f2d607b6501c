import { useMutation, useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { ShownCertificate } from '#shared/contract/domain-certificate.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { CertificateEnd } from './certificate-end.tsx';

/** What visitors of each domain are shown, whoever it is from: nothing where no domain has a certificate. */
export function ShownCertificates({ organizationId }: { readonly organizationId: string }) {
  const { data, error } = useQuery(orpc.domain.certificates.queryOptions({ input: { organizationId } }));
  const look = useMutation({ mutationFn: (domainId: string) => rpc.domain.lookAtCertificate({ domainId }) });
  if (error) return <InlineError error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <Panel title="What visitors are shown" isFlush>
      {look.error && <InlineError error={look.error} />}
      <Table
        label="What visitors are shown"
        rows={data}
        rowKey={({ domainId }) => domainId}
        columns={columnsFor(organizationId, look.mutate)}
      />
    </Panel>
  );
}

const columnsFor = (
  organizationId: string,
  look: (domainId: string) => void,
): readonly TableColumn<ShownCertificate>[] => [
  {
    id: 'host',
    header: 'Domain',
    cell: ({ host, serviceId }) => (
      <AppLink
        to={nodePath(organizationId, 'service', serviceId, 'domains')}
        className="block truncate font-mono text-accent text-sm hover:underline"
      >
        {shownHost(host)}
      </AppLink>
    ),
  },
  { id: 'path', header: 'Service', cell: ({ path }) => <span className="block truncate">{path}</span> },
  {
    id: 'source',
    header: 'Source',
    width: '5rem',
    cell: ({ source }) => (source === 'own' ? 'Own' : 'ACME'),
  },
  {
    id: 'issuer',
    header: 'Issued by',
    cell: ({ certificate }) => (
      <span className="block truncate text-secondary" title={certificate?.issuer}>
        {certificate?.issuer}
      </span>
    ),
  },
  { id: 'end', header: 'Ends', width: '14rem', cell: (shown) => <End {...shown} /> },
  {
    id: 'actions',
    header: 'Actions',
    hidesHeader: true,
    width: '3rem',
    align: 'right',
    cell: ({ source, domainId, host }) =>
      source === 'acme' && (
        <IconButton
          label={`Look at the certificate of ${shownHost(host)} now`}
          icon={RotateCw}
          size="sm"
          onClick={() => look(domainId)}
        />
      ),
  },
];

function End({ certificate, problem, seenAt }: ShownCertificate) {
  if (problem !== null)
    return (
      <span title={problem}>
        <Badge tone="failed">None for this host</Badge>
      </span>
    );
  if (certificate) return <CertificateEnd {...certificate} />;
  return <span className="text-muted">{seenAt === null ? 'Not looked at yet' : 'None'}</span>;
}
