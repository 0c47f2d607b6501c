import { KeySquare } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { SshKeysPage } from './ssh-keys-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'connections',
    id: 'ssh-keys',
    label: 'SSH keys',
    subject: 'The list of SSH keys',
    icon: KeySquare,
    words: ['ssh-keygen', 'authorized_keys', 'ed25519', 'rsa', 'deploy key', 'rotate', 'connections'],
    creations: [
      {
        dialog: 'new-ssh-key',
        label: 'Add an SSH key…',
        permission: 'sshKey.create',
        words: ['ssh-keygen', 'generate', 'import', ...creationWords('sshKey')],
      },
    ],
    permission: 'sshKey.read',
    Page: SshKeysPage,
  },
];
