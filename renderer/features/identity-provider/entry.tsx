import { LogIn } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { ProvidersPage } from './providers-page.tsx';

export { LinkedIdentities } from './linked-identities.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'people',
    id: 'sign-in',
    label: 'Sign-in',
    title: 'Sign-in by providers',
    subject: 'The sign-in of this organization',
    icon: LogIn,
    words: ['sso', 'oidc', 'identity providers'],
    permission: 'organization.update',
    Page: ProvidersPage,
  },
];
