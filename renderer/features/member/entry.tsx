import { KeySquare, Users } from 'lucide-react';
import type { Member } from '#shared/contract/member.ts';
import { creationWords } from '../../lib/pages/creation-words.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { MemberAccessPage } from './access-page.tsx';
import { MembersPage } from './members-page.tsx';

const AccessOfMember = ({ member }: { readonly member: Member }) => (
  <MemberAccessPage key={member.id} member={member} />
);

export const pages: readonly PageDescriptor[] = [
  {
    at: 'organization',
    room: 'people',
    id: 'members',
    label: 'Members',
    subject: 'The list of members',
    icon: Users,
    words: ['people', 'users', 'accounts'],
    creations: [
      {
        dialog: 'invite',
        label: 'Invite somebody…',
        permission: 'invitation.create',
        words: ['invite people', 'invite member', ...creationWords('invitation')],
      },
      {
        dialog: 'new-member',
        label: 'Add a member with a password…',
        permission: 'member.create',
        words: ['member', 'user', 'account'].flatMap(creationWords),
      },
    ],
    permission: 'member.read',
    Page: MembersPage,
  },
  { at: 'member', id: 'access', label: 'Access', icon: KeySquare, Page: AccessOfMember },
];
