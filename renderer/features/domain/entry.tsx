import { Globe } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { DomainsPage } from './domains-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'service',
    room: 'domains',
    id: 'domains',
    label: 'Domains',
    subject: 'The list of domains',
    icon: Globe,
    words: ['host', 'url', 'https', 'tls', 'ssl', 'certificate', 'route', 'redirect', 'basic auth', 'dns'],
    permission: 'domain.read',
    Page: DomainsPage,
  },
];
