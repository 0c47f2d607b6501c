import { GitBranch } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { GitProvidersPage } from './git-providers-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'connections',
    id: 'git-providers',
    label: 'Git providers',
    subject: 'The list of git providers',
    icon: GitBranch,
    words: ['github', 'gitlab', 'gitea', 'forgejo', 'bitbucket', 'token', 'repository', 'connections'],
    creations: [
      {
        dialog: 'new-git-provider',
        label: 'Add a git provider…',
        permission: 'gitProvider.create',
        words: ['github', 'gitlab', 'gitea', 'forgejo', 'bitbucket', ...creationWords('gitProvider')],
      },
    ],
    permission: 'gitProvider.read',
    Page: GitProvidersPage,
  },
];
