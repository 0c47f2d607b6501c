import { KeyRound } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
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
    creations: [
      { dialog: 'new-key', label: 'New API key…', words: ['api key', 'token'].flatMap(creationWords) },
    ],
    permission: 'api.read',
    isOwn: true,
    Page: ApiKeysPage,
  },
];
