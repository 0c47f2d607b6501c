import { useMutation, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Team } from '#shared/contract/team.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { AppLink } from '../../lib/app-link.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { memberPath } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { Table, type TableColumn } from '../../ui/table.tsx';

interface MemberChange {
  readonly add: string[];
  readonly remove: string[];
  readonly title: string;
  readonly confirmLabel: string;
}

type TeamMember = Team['members'][number];

const ChangeDialog = (props: {
  readonly team: Team;
  readonly change: MemberChange;
  readonly onClose: () => void;
}) => {
  const { team, change, onClose } = props;
  const { title, confirmLabel, add, remove } = change;
  const touched = new Set([...add, ...remove]);
  const preview = useQuery({
    ...orpc.team.preview.queryOptions({ input: { teamId: team.id, members: { add, remove } } }),
    gcTime: 0,
  });
  const save = useMutation({
    mutationFn: () => rpc.team.changeMembers({ teamId: team.id, add, remove }),
    onSuccess: onClose,
  });
  return (
    <PreviewDialog
      title={title}
      previews={preview.data?.filter(({ memberId }) => touched.has(memberId))}
      confirmLabel={confirmLabel}
      isDanger={remove.length > 0}
      isBusy={save.isPending}
      error={preview.error ?? save.error}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    />
  );
};

interface AddProps {
  readonly team: Team;
  readonly lockedReason: Reason | undefined;
  readonly onAdd: (member: { readonly id: string; readonly name: string }) => void;
}

const AddMember = ({ team, lockedReason, onAdd }: AddProps) => {
  const { allowed, reason } = usePermission('member.read', team.organizationId);
  const { data } = useQuery(
    orpc.member.list.queryOptions({
      input: { organizationId: team.organizationId },
      enabled: allowed && lockedReason === undefined,
    }),
  );
  const inside = new Set(team.members.map(({ id }) => id));
  const outside = (data ?? []).filter(({ id }) => !inside.has(id));
  const nobody = data ? 'There is nobody else to add.' : 'The members are not known yet.';
  return (
    <InlineSelect
      label="Add a member"
      width="18rem"
      value=""
      disabledReason={lockedReason ?? reason ?? (outside.length === 0 ? nobody : undefined)}
      onChange={(value) => {
        const chosen = outside.find(({ id }) => id === value);
        if (chosen) onAdd(chosen);
      }}
    >
      <option value="">Add a member…</option>
      {outside.map(({ id, name, email, refusal }) => (
        <option key={id} value={id} disabled={refusal !== undefined}>
          {name} ({email})
        </option>
      ))}
    </InlineSelect>
  );
};

/** Who is in a team, and the way in and out, each after a look at what it gives and takes. */
export const TeamMembers = ({ team }: { readonly team: Team }) => {
  const [change, setChange] = useState<MemberChange>();
  const { reason } = usePermission('team.update', team.organizationId);
  const columns: readonly TableColumn<TeamMember>[] = [
    {
      id: 'name',
      header: 'Member',
      cell: ({ id, name, email }) => (
        <span className="flex items-center gap-2">
          <Avatar name={name} />
          <AppLink to={memberPath(team.organizationId, id)} className="font-medium hover:underline">
            {name}
          </AppLink>
          <span className="truncate text-muted">{email}</span>
        </span>
      ),
    },
    { id: 'role', header: 'Role', width: '9rem', cell: ({ role }) => role },
    {
      id: 'out',
      header: 'Act',
      hidesHeader: true,
      width: '2rem',
      cell: ({ id, name, isYou }) => (
        <IconButton
          label={`Take ${name} out of the team`}
          icon={X}
          size="sm"
          disabledReason={reason ?? (isYou ? 'Nobody changes their own access.' : undefined)}
          onClick={() =>
            setChange({
              add: [],
              remove: [id],
              title: `Take ${name} out of ${team.name}`,
              confirmLabel: 'Take out',
            })
          }
        />
      ),
    },
  ];
  return (
    <FormSection title="Members">
      <div>
        <AddMember
          team={team}
          lockedReason={reason}
          onAdd={({ id, name }) =>
            setChange({ add: [id], remove: [], title: `Add ${name} to ${team.name}`, confirmLabel: 'Add' })
          }
        />
      </div>
      {team.members.length === 0 ? (
        <p className="text-secondary">Nobody is in it yet, so its grants open nothing.</p>
      ) : (
        <div className="overflow-hidden rounded-lg border border-line">
          <Table
            label={`Members of ${team.name}`}
            rows={team.members}
            rowKey={({ id }) => id}
            columns={columns}
          />
        </div>
      )}
      {change && <ChangeDialog team={team} change={change} onClose={() => setChange(undefined)} />}
    </FormSection>
  );
};
