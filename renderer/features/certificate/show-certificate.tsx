import type { Certificate } from '#shared/contract/certificate.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { formatInstant } from '../../lib/format.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { FormRow } from '../../ui/form/form-row.tsx';
import { PropertyList } from '../../ui/property-list.tsx';
import { CertificateEnd } from './certificate-end.tsx';
import { CertificateUses } from './certificate-uses.tsx';

interface ShowCertificateProps {
  readonly organizationId: string;
  readonly certificate: Certificate;
  readonly onClose: () => void;
}

/** What a certificate says, and which domains show it. */
export function ShowCertificate({ organizationId, certificate, onClose }: ShowCertificateProps) {
  const { id, name, hosts, issuer, keyType, fingerprint, notBefore, chainLength, givenAt } = certificate;
  const sent = chainLength === 1 ? 'It alone' : `It and ${chainLength - 1} of its authority`;
  return (
    <Dialog isOpen title={name} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <PropertyList
          items={[
            { label: 'For', value: hosts.map(shownHost).join(', ') },
            { label: 'Issued by', value: issuer },
            { label: 'Begins', value: formatInstant(notBefore) },
            { label: 'Ends', value: <CertificateEnd {...certificate} /> },
            { label: 'Key', value: keyType },
            { label: 'Visitors are sent', value: sent },
            { label: 'Given', value: formatInstant(givenAt) },
            {
              label: 'SHA-256',
              value: <span className="break-all font-mono text-sm">{fingerprint}</span>,
            },
          ]}
        />
        <FormRow label="Shown by">
          <CertificateUses
            organizationId={organizationId}
            certificateId={id}
            none="No domain that you may see shows it yet. Choose it where a domain is added or changed."
          />
        </FormRow>
      </div>
    </Dialog>
  );
}
