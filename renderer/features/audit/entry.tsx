import { ListChecks } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { AuditPage } from './audit-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'audit',
    id: 'audit',
    label: 'Audit trail',
    subject: 'The audit trail',
    icon: ListChecks,
    words: ['log', 'history', 'who did what'],
    permission: 'audit.read',
    Page: AuditPage,
  },
];
