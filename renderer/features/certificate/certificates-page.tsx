import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, Plus } from 'lucide-react';
import { useState } from 'react';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type OpenedCertificate, useCertificateColumns } from './certificate-columns.tsx';
import { CertificateDialog } from './certificate-dialog.tsx';
import { DeleteCertificate } from './delete-certificate.tsx';
import { RenameCertificate } from './rename-certificate.tsx';
import { ShowCertificate } from './show-certificate.tsx';
import { ShownCertificates } from './shown-certificates.tsx';

const dialogs = {
  show: ShowCertificate,
  rename: RenameCertificate,
  replace: CertificateDialog,
  delete: DeleteCertificate,
} as const;

/** The certificates that were brought along, and when each ends. */
export function CertificatesPage({ organizationId }: { readonly organizationId: string }) {
  const { reason } = usePermission('certificate.create', organizationId);
  const creation = useAddressDialog('new-certificate');
  const [opened, setOpened] = useState<OpenedCertificate>();
  const query = useQuery(orpc.certificate.list.queryOptions({ input: { organizationId } }));
  const columns = useCertificateColumns(organizationId, setOpened);
  const certificate = query.data?.find(({ id }) => id === opened?.certificateId);
  const add = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      Add certificate
    </Button>
  );
  const Opened = opened && dialogs[opened.type];
  return (
    <ResourceList
      query={query}
      label="Certificates"
      rowKey={({ id }) => id}
      columns={columns}
      actions={add}
      empty={
        <EmptyState icon={BadgeCheck} title="No certificates yet" action={add}>
          The proxy of a server gets certificates of Let’s Encrypt by itself. Add one here that another
          authority gave you, for names that are not public, or for a wildcard.{' '}
          <HelpLink chapter="certificate">Use your own certificate</HelpLink>
        </EmptyState>
      }
    >
      <ShownCertificates organizationId={organizationId} />
      {creation.isOpen && <CertificateDialog organizationId={organizationId} onClose={creation.close} />}
      {certificate && Opened && (
        <Opened
          organizationId={organizationId}
          certificate={certificate}
          onClose={() => setOpened(undefined)}
        />
      )}
    </ResourceList>
  );
}
