import { BadgeCheck } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { CertificatesPage } from './certificates-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'connections',
    id: 'certificates',
    label: 'Certificates',
    subject: 'The list of certificates',
    icon: BadgeCheck,
    words: ['tls', 'ssl', 'https', 'pem', 'x509', 'expiry', 'chain', 'connections'],
    creations: [
      {
        dialog: 'new-certificate',
        label: 'Add a certificate…',
        permission: 'certificate.create',
        words: ['tls', 'ssl', 'pem', ...creationWords('certificate')],
      },
    ],
    permission: 'certificate.read',
    Page: CertificatesPage,
  },
];
