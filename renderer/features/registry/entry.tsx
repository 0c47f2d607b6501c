import { Package } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { RegistriesPage } from './registries-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'connections',
    id: 'registries',
    label: 'Registries',
    subject: 'The list of registries',
    icon: Package,
    words: ['docker login', 'private image', 'ghcr', 'docker hub', 'container registry', 'connections'],
    creations: [
      {
        dialog: 'new-registry',
        label: 'Add a registry…',
        permission: 'registry.create',
        words: ['docker login', 'private image', ...creationWords('registry')],
      },
    ],
    permission: 'registry.read',
    Page: RegistriesPage,
  },
];
