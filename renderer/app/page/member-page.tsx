import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import type { Member } from '#shared/contract/member.ts';
import { MatrixPage } from '../../features/access/matrix-page.tsx';
import { MemberAccessPage } from '../../features/member/access-page.tsx';
import { useMemberActions } from '../../features/member/use-member-actions.tsx';
import { memberPath, organizationPath, useGo } from '../../lib/navigation.ts';
import { orpc } from '../../lib/rpc.ts';
import { Badge } from '../../ui/badge.tsx';
import { SubjectLoading, SubjectPage } from './subject-page.tsx';

const tabs = [
  { id: 'access', label: 'Access' },
  { id: 'matrix', label: 'Matrix' },
];

const Extra = ({ member: { role, email, suspendedAt, isYou } }: { readonly member: Member }) => (
  <span className="flex min-w-0 items-center gap-2">
    <Badge>{role.name}</Badge>
    {suspendedAt && <Badge tone="degraded">suspended</Badge>}
    {isYou && <Badge tone="accent">you</Badge>}
    <span className="truncate text-muted">{email}</span>
  </span>
);

const ShownMember = ({ member, tab }: { readonly member: Member; readonly tab: string }) => {
  const go = useGo();
  const { menu, dialog } = useMemberActions(member);
  return (
    <SubjectPage
      icon={UserRound}
      title={member.name}
      list={{ label: 'Members', path: organizationPath(member.organizationId, 'members') }}
      extra={<Extra member={member} />}
      menu={menu}
      tabs={{
        value: tab,
        items: tabs,
        onChange: (id) => go(memberPath(member.organizationId, member.id, id)),
      }}
    >
      {tab === 'matrix' ? (
        <MatrixPage memberId={member.id} />
      ) : (
        <MemberAccessPage key={member.id} member={member} />
      )}
      {dialog}
    </SubjectPage>
  );
};

/** The page of a member. */
export const MemberPage = () => {
  const { memberId = '', tab } = useParams({ strict: false }) as { memberId?: string; tab?: string };
  const { data, error, refetch } = useQuery(orpc.member.get.queryOptions({ input: { memberId } }));
  if (!data) return <SubjectLoading what="the member" error={error} onRetry={() => void refetch()} />;
  return <ShownMember key={memberId} member={data} tab={tab === 'matrix' ? 'matrix' : 'access'} />;
};
