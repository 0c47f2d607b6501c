import { KeyRound } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { ApiKeysPage } from './api-keys-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'shell',
    id: 'api-keys',
    label: 'API keys',
    subject: 'The list of API keys',
    icon: KeyRound,
    words: ['tokens'],
    permission: 'api.read',
    Page: ApiKeysPage,
  },
];
