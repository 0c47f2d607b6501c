import { type ReactNode, useMemo } from 'react';
import type { Member } from '#shared/contract/member.ts';
import { formatDay } from '../../lib/format.ts';
import { lastActivity } from '../../lib/last-activity.ts';
import { memberPath, useGo } from '../../lib/navigation.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SelectBox } from '../../ui/form/select-box.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { grantWords } from './member-words.ts';

interface MembersTableProps {
  readonly organizationId: string;
  readonly members: readonly Member[];
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  readonly empty: ReactNode;
}

const Who = ({ member: { name, email, avatar, isYou } }: { readonly member: Member }) => (
  <span className="flex min-w-0 items-center gap-2">
    <Avatar name={name} image={avatar} />
    <span className="max-w-[60%] shrink-0 truncate font-medium">{name}</span>
    {isYou && <Badge>you</Badge>}
    <span title={email} className="min-w-0 truncate text-muted">
      {email}
    </span>
  </span>
);

const columns: readonly TableColumn<Member>[] = [
  { id: 'who', header: 'Member', width: 'minmax(9rem, 4fr)', cell: (member) => <Who member={member} /> },
  {
    id: 'role',
    header: 'Role',
    width: '5.5rem',
    cell: ({ role }) => <Badge tone={role.builtIn === 'owner' ? 'accent' : 'neutral'}>{role.name}</Badge>,
  },
  {
    id: 'teams',
    header: 'Teams',
    width: 'minmax(3rem, 1fr)',
    cell: ({ teams }) => <span className="text-secondary">{teams.map(({ name }) => name).join(', ')}</span>,
  },
  {
    id: 'grants',
    header: 'Grants',
    width: '5.5rem',
    cell: (member) =>
      member.role.reach === 'organization' && member.grantCount + member.teamGrantCount === 0 ? (
        <span className="text-muted">everywhere</span>
      ) : (
        <span className="tabular-nums">{grantWords(member)}</span>
      ),
  },
  {
    id: 'joined',
    header: 'Joined',
    width: '6.5rem',
    cell: ({ joinedAt }) => <span className="text-secondary">{formatDay(joinedAt)}</span>,
  },
  {
    id: 'active',
    header: 'Last activity',
    width: '5.5rem',
    cell: (member) => <span className="text-secondary">{lastActivity(member)}</span>,
  },
  {
    id: 'status',
    header: 'Status',
    width: '5rem',
    cell: ({ suspendedAt }) =>
      suspendedAt ? <Badge tone="degraded">suspended</Badge> : <span className="text-muted">active</span>,
  },
];

/** A row a member; Enter opens, Space selects. */
export const MembersTable = ({ organizationId, members, selected, onToggle, empty }: MembersTableProps) => {
  const go = useGo();
  const all = useMemo(
    (): readonly TableColumn<Member>[] => [
      {
        id: 'select',
        header: 'Selected',
        hidesHeader: true,
        width: '1rem',
        cell: ({ id, name }) => (
          <SelectBox name={name} isSelected={selected.has(id)} onToggle={() => onToggle(id)} />
        ),
      },
      ...columns,
    ],
    [selected, onToggle],
  );
  return (
    <Table
      label="Members"
      height="fill"
      rows={members}
      rowKey={({ id }) => id}
      columns={all}
      onOpen={({ id }) => go(memberPath(organizationId, id))}
      onToggle={({ id }) => onToggle(id)}
      empty={empty}
    />
  );
};
