import { ClipboardCheck, Inbox, KeySquare, Table2 } from 'lucide-react';
import type { Member } from '#shared/contract/member.ts';
import type { PageDescriptor } from '../../lib/pages/descriptor.ts';
import { MatrixPage } from './matrix-page.tsx';
import { NodeAccessPage } from './node-access-page.tsx';
import { RequestCount } from './request-count.tsx';
import { RequestsPage } from './requests-page.tsx';
import { ReviewPage } from './review-page.tsx';

const MatrixOfMember = ({ member }: { readonly member: Member }) => <MatrixPage memberId={member.id} />;

const onNode = (at: 'project' | 'environment'): PageDescriptor => ({
  at,
  room: 'access',
  id: 'access',
  label: 'Access',
  subject: 'Who has access',
  icon: KeySquare,
  words: ['grants', 'who', 'permissions'],
  permission: 'member.read',
  demandedOf: 'organization',
  Page: NodeAccessPage,
});

export const pages: readonly PageDescriptor[] = [
  onNode('project'),
  onNode('environment'),
  {
    at: 'organization',
    room: 'people',
    id: 'requests',
    label: 'Requests',
    title: 'Access requests',
    icon: Inbox,
    Page: RequestsPage,
    Count: RequestCount,
  },
  {
    at: 'organization',
    room: 'people',
    id: 'review',
    label: 'Access review',
    subject: 'The access review',
    icon: ClipboardCheck,
    words: ['inactive', 'unused'],
    permission: 'member.read',
    Page: ReviewPage,
  },
  {
    at: 'member',
    id: 'matrix',
    label: 'Matrix',
    icon: Table2,
    Page: MatrixOfMember,
  },
];
