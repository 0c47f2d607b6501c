import { ShieldCheck } from 'lucide-react';
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
    permission: 'role.read',
    Page: RolesPage,
  },
];
