import { FolderSync } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { TemplatePage } from './template-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'overview',
    id: 'templates',
    label: 'Templates and bundles',
    title: 'Export and import templates and bundles',
    subject: 'What writes an organization as files and brings such files in',
    icon: FolderSync,
    permission: 'bundle.export',
    opensWith: ['bundle.import'],
    words: ['export', 'import', 'yaml', 'git', 'gitops', 'qsbundle', 'sealed', 'member', 'copy', 'undo'],
    Page: TemplatePage,
  },
];
