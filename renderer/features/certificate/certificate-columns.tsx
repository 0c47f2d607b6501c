import { Pencil, RefreshCw, Trash2 } from 'lucide-react';
import type { Certificate } from '#shared/contract/certificate.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { CertificateEnd } from './certificate-end.tsx';

/** The dialog that is open for one of the certificates. */
export interface OpenedCertificate {
  readonly type: 'show' | 'rename' | 'replace' | 'delete';
  readonly certificateId: string;
}

const actions = [
  { type: 'replace', verb: 'Replace', icon: RefreshCw, permission: 'certificate.update' },
  { type: 'rename', verb: 'Rename', icon: Pencil, permission: 'certificate.update' },
  { type: 'delete', verb: 'Delete', icon: Trash2, permission: 'certificate.delete' },
] as const;

/** What is shown of a certificate, and what can be done with it. */
export function useCertificateColumns(
  organizationId: string,
  open: (opened: OpenedCertificate) => void,
): readonly TableColumn<Certificate>[] {
  const check = usePermissionCheck();
  return [
    {
      id: 'name',
      header: 'Name',
      cell: ({ id, name }) => (
        <button
          type="button"
          className="truncate font-medium text-accent hover:underline"
          onClick={() => open({ type: 'show', certificateId: id })}
        >
          {name}
        </button>
      ),
    },
    {
      id: 'hosts',
      header: 'For',
      width: 'minmax(0, 2fr)',
      cell: ({ hosts }) => {
        const text = hosts.map(shownHost).join(', ');
        return (
          <span className="block truncate font-mono text-sm" title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: 'issuer',
      header: 'Issued by',
      cell: ({ issuer }) => (
        <span className="block truncate text-secondary" title={issuer}>
          {issuer}
        </span>
      ),
    },
    {
      id: 'end',
      header: 'Ends',
      width: '14rem',
      cell: (certificate) => <CertificateEnd {...certificate} />,
    },
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '6.5rem',
      align: 'right',
      cell: ({ id, name }) => (
        <span className="inline-flex">
          {actions.map(({ type, verb, icon, permission }) => (
            <IconButton
              key={type}
              label={`${verb} ${name}`}
              icon={icon}
              size="sm"
              disabledReason={check(permission, organizationId)}
              onClick={() => open({ type, certificateId: id })}
            />
          ))}
        </span>
      ),
    },
  ];
}
