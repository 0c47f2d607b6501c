import { ShieldCheck } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { RolesPage } from './roles-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'people',
    id: 'roles',
    label: 'Roles',
    subject: 'The list of roles',
    icon: ShieldCheck,
    words: ['permissions'],
    creations: [
      { dialog: 'new-role', label: 'New role…', permission: 'role.create', words: creationWords('role') },
    ],
    permission: 'role.read',
    Page: RolesPage,
  },
];
