import { UsersRound } from 'lucide-react';
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
    permission: 'team.read',
    Page: TeamsPage,
  },
];
