import { MailPlus } from 'lucide-react';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { InvitationsPage } from './invitations-page.tsx';

export { NewcomerButtons } from './newcomer-buttons.tsx';

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'people',
    id: 'invitations',
    label: 'Invitations',
    subject: 'The list of invitations',
    icon: MailPlus,
    permission: 'invitation.read',
    Page: InvitationsPage,
  },
];
