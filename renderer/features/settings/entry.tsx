import { CircleHelp, MonitorSmartphone, UserRound } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { HelpPage } from './help/help-page.tsx';
import { ProfilePage } from './profile-page.tsx';
import { SessionsPage } from './sessions-page.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'shell',
    id: 'profile',
    label: 'Profile and appearance',
    icon: UserRound,
    words: ['password', 'second factor', 'theme', 'my keys', 'age recipient', 'fingerprint', 'bundle'],
    isOwn: true,
    Page: ProfilePage,
  },
  {
    at: 'shell',
    id: 'sessions',
    label: 'Sessions',
    icon: MonitorSmartphone,
    words: ['devices', 'signed in'],
    isOwn: true,
    Page: SessionsPage,
  },
  { at: 'shell', id: 'help', label: 'Help', icon: CircleHelp, Page: HelpPage },
];
