import { useMutation, useQuery } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Team } from '#shared/contract/team.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { counted } from '../../lib/format.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';

interface DialogProps {
  readonly team: Team;
  readonly onClose: () => void;
}

const DeleteDialog = ({ team, onClose }: DialogProps) => {
  const go = useGo();
  const { id: teamId, name, organizationId, grantCount } = team;
  const preview = useQuery({ ...orpc.team.deletion.queryOptions({ input: { teamId } }), gcTime: 0 });
  const remove = useMutation({
    mutationFn: () => rpc.team.delete({ teamId }),
    onSuccess: () => go(organizationPath(organizationId, 'teams')),
  });
  return (
    <PreviewDialog
      title={`Delete the team ${name}`}
      previews={preview.data}
      confirmLabel="Delete team"
      isDanger
      isBusy={remove.isPending}
      error={preview.error ?? remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="text-secondary">
        Its {counted(grantCount, 'grant goes', 'grants go')} with it; its members stay in the organization. It
        cannot be undone.
      </p>
    </PreviewDialog>
  );
};

const RenameDialog = ({ team, onClose }: DialogProps) => (
  <NameDialog
    of={`rename:${team.id}`}
    title={`Rename ${team.name}`}
    submitLabel="Rename"
    initialName={team.name}
    nameOnly
    submit={({ name }) => rpc.team.update({ teamId: team.id, name })}
    onDone={onClose}
    onClose={onClose}
  />
);

/** The menu of a team's page, and the dialog that it opened. */
export const useTeamActions = (team: Team) => {
  const [open, setOpen] = useState<'rename' | 'delete'>();
  const update = usePermission('team.update', team.organizationId);
  const remove = usePermission('team.delete', team.organizationId);
  const close = (): void => setOpen(undefined);
  const menu: readonly MenuEntry[] = [
    {
      id: 'rename',
      label: 'Rename…',
      icon: Pencil,
      disabledReason: update.reason,
      run: () => setOpen('rename'),
    },
    'separator',
    {
      id: 'delete',
      label: 'Delete…',
      icon: Trash2,
      isDanger: true,
      disabledReason: remove.reason ?? team.refusal,
      run: () => setOpen('delete'),
    },
  ];
  const dialog = (
    <>
      {open === 'rename' && <RenameDialog team={team} onClose={close} />}
      {open === 'delete' && <DeleteDialog team={team} onClose={close} />}
    </>
  );
  return { menu, dialog };
};
