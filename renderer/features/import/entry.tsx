import { FolderInput } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { ImportPage } from './import-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'overview',
    id: 'import',
    label: 'Import',
    subject: 'What brings projects in',
    icon: FolderInput,
    permission: 'project.create',
    opensWith: ['service.create'],
    words: ['dokploy', 'migrate', 'bring in', 'move over', 'compose', 'coolify', 'portainer'],
    Page: ImportPage,
  },
];
