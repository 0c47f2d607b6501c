import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import type { Member } from '#shared/contract/member.ts';
import { useMemberActions } from '../../features/member/use-member-actions.tsx';
import { memberPages } from '../../features/registry.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { memberPath, useGo } from '../../lib/navigation.ts';
import { Badge } from '../../ui/badge.tsx';
import { SubjectPage } from './subject-page.tsx';

const Extra = ({ member: { role, email, suspendedAt, isYou } }: { readonly member: Member }) => (
  <span className="flex min-w-0 items-center gap-2">
    <Badge>{role.name}</Badge>
    {suspendedAt && <Badge tone="degraded">suspended</Badge>}
    {isYou && <Badge tone="accent">you</Badge>}
    <span className="truncate text-muted">{email}</span>
  </span>
);

const ShownMember = ({
  member,
  pageId,
}: {
  readonly member: Member;
  readonly pageId: string | undefined;
}) => {
  const pages = memberPages();
  const page = pages.find(({ id }) => id === pageId) ?? pages[0];
  const go = useGo();
  const { menu, dialog } = useMemberActions(member);
  return (
    <SubjectPage
      icon={UserRound}
      title={member.name}
      listId="members"
      organizationId={member.organizationId}
      extra={<Extra member={member} />}
      menu={menu}
      tabs={{
        value: page?.id ?? '',
        items: pages,
        onChange: (id) => go(memberPath(member.organizationId, member.id, id)),
      }}
    >
      {page && <page.Page member={member} />}
      {dialog}
    </SubjectPage>
  );
};

/** The page of a member. */
export const MemberPage = () => {
  const { memberId = '', tab } = useParams({ strict: false }) as { memberId?: string; tab?: string };
  const query = useQuery(orpc.member.get.queryOptions({ input: { memberId } }));
  return (
    <ResourcePage query={query} what="the member" layout="edges">
      {(member) => <ShownMember key={memberId} member={member} pageId={tab} />}
    </ResourcePage>
  );
};
