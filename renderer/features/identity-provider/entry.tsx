import { LogIn } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
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
    creations: [
      {
        dialog: 'new-provider',
        label: 'Add a sign-in provider…',
        permission: 'organization.update',
        words: ['provider', 'sso', 'oidc provider'].flatMap(creationWords),
      },
    ],
    permission: 'organization.update',
    Page: ProvidersPage,
  },
];
