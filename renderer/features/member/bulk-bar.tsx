import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkChange, Member } from '#shared/contract/member.ts';
import { useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { counted } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import type { Reason } from '../../ui/reason.ts';
import { BulkDialog, type NamedChange } from './bulk-dialog.tsx';
import { untouchableWords } from './member-words.ts';

interface BulkBarProps {
  readonly organizationId: string;
  readonly members: readonly Member[];
  readonly onDone: () => void;
}

const useReason = (members: readonly Member[], missing: Reason | undefined): Reason | undefined =>
  members.length === 0 ? 'Select members first.' : (missing ?? untouchableWords(members));

const useTeamOptions = (organizationId: string, members: readonly Member[]) => {
  const { allowed, reason } = usePermission('team.update', organizationId);
  const { data } = useQuery(
    orpc.team.list.queryOptions({ input: { organizationId }, enabled: allowed && members.length > 0 }),
  );
  const nowhere = data ? 'There are no teams yet.' : 'The teams are not known yet.';
  return { teams: data ?? [], reason: reason ?? (data?.length ? undefined : nowhere) };
};

interface MenuButtonProps {
  readonly label: string;
  readonly disabledReason: Reason | undefined;
  readonly items: readonly { readonly id: string; readonly label: string; readonly run: () => void }[];
}

const MenuButton = ({ label, disabledReason, items }: MenuButtonProps) =>
  disabledReason ? (
    <Button size="sm" disabledReason={disabledReason}>
      {label}
    </Button>
  ) : (
    <Menu items={items} trigger={<Button size="sm">{label}</Button>} />
  );

/** What can be done to all that are selected; each shows first what it would do. */
export const BulkBar = ({ organizationId, members, onDone }: BulkBarProps) => {
  const [named, setNamed] = useState<NamedChange>();
  const update = usePermission('member.update', organizationId);
  const remove = usePermission('member.delete', organizationId);
  const roles = useAssignableRoles(organizationId);
  const { teams, reason: teamReason } = useTeamOptions(organizationId, members);
  const updateReason = useReason(members, update.reason);
  const removeReason = useReason(members, remove.reason ?? update.reason);
  const who = counted(members.length, 'member');
  const suspended = members.filter(({ suspendedAt }) => suspendedAt !== undefined).length;
  const ask =
    (change: BulkChange, title: string, confirmLabel: string, isDanger = false) =>
    () =>
      setNamed({ change, title, confirmLabel, isDanger });
  return (
    <div role="toolbar" aria-label="Do to all selected" className="flex flex-wrap items-center gap-1.5">
      <span role="status" className="mr-1 text-secondary">
        {members.length > 0 && `${members.length} selected`}
      </span>
      <MenuButton
        label="Role…"
        disabledReason={updateReason}
        items={roles.map(({ id, name }) => ({
          id,
          label: name,
          run: ask({ type: 'role', roleId: id }, `Make ${who} ${name}`, `Give the role ${name}`),
        }))}
      />
      <MenuButton
        label="Add to team…"
        disabledReason={updateReason ?? teamReason}
        items={teams.map(({ id, name }) => ({
          id,
          label: name,
          run: ask({ type: 'teams', join: [id], leave: [] }, `Add ${who} to ${name}`, `Add to ${name}`),
        }))}
      />
      <Button
        size="sm"
        disabledReason={
          updateReason ?? (suspended === members.length ? 'All of them are suspended already.' : undefined)
        }
        onClick={ask({ type: 'suspend' }, `Suspend ${who}`, 'Suspend', true)}
      >
        Suspend…
      </Button>
      <Button
        size="sm"
        disabledReason={updateReason ?? (suspended === 0 ? 'None of them is suspended.' : undefined)}
        onClick={ask({ type: 'restore' }, `Restore ${who}`, 'Restore')}
      >
        Restore…
      </Button>
      <Button
        size="sm"
        disabledReason={removeReason}
        onClick={ask({ type: 'remove' }, `Remove ${who} from the organization`, 'Remove', true)}
      >
        Remove…
      </Button>
      {named && (
        <BulkDialog
          organizationId={organizationId}
          memberIds={members.map(({ id }) => id)}
          named={named}
          onDone={() => {
            setNamed(undefined);
            onDone();
          }}
          onClose={() => setNamed(undefined)}
        />
      )}
    </div>
  );
};
