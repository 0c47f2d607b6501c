import { UsersRound } from 'lucide-react';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { TeamsPage } from './teams-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'people',
    id: 'teams',
    label: 'Teams',
    subject: 'The list of teams',
    icon: UsersRound,
    words: ['groups'],
    creations: [
      { dialog: 'new-team', label: 'New team…', permission: 'team.create', words: creationWords('team') },
    ],
    permission: 'team.read',
    Page: TeamsPage,
  },
];
