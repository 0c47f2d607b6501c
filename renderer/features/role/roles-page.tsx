import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoleView } from '#shared/contract/role.ts';
import { RootBadge } from '../../lib/access/root-mark.tsx';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { DeleteRoleDialog } from './delete-role-dialog.tsx';
import { NewRoleButton } from './new-role-button.tsx';
import { type RoleAct, RoleDetail } from './role-detail.tsx';
import { emptyDraft, type RoleDraft, RoleEditor } from './role-editor.tsx';
import { reachWords } from './role-words.ts';

const columns: readonly TableColumn<RoleView>[] = [
  {
    id: 'name',
    header: 'Role',
    width: 'minmax(17rem, 2fr)',
    cell: ({ name, isBuiltIn, isDefault, permissions }) => (
      <span className="flex items-center gap-1.5">
        <span className="truncate font-medium">{name}</span>
        {isBuiltIn && <Badge>built in</Badge>}
        {isDefault && <Badge tone="accent">default</Badge>}
        <RootBadge permissions={permissions} />
      </span>
    ),
  },
  { id: 'reach', header: 'Where it holds', width: 'minmax(0, 1fr)', cell: ({ reach }) => reachWords[reach] },
  { id: 'level', header: 'Level', width: '4rem', align: 'right', cell: ({ level }) => level },
  {
    id: 'permissions',
    header: 'Permissions',
    width: '6rem',
    align: 'right',
    cell: ({ permissions }) => permissions.length,
  },
  { id: 'holders', header: 'Members', width: '5rem', align: 'right', cell: ({ holders }) => holders },
];

type Open =
  | { readonly type: 'create'; readonly draft: RoleDraft }
  | { readonly type: RoleAct; readonly role: RoleView };

interface OpenDialogProps {
  readonly organizationId: string;
  readonly open: Open;
  readonly roles: readonly RoleView[];
  readonly close: () => void;
  readonly show: (roleId: string | undefined) => void;
}

const OpenDialog = ({ organizationId, open, roles, close, show }: OpenDialogProps) => {
  const done = (role?: { id: string }): void => {
    close();
    show(role?.id);
  };
  if (open.type === 'create') {
    return <RoleEditor organizationId={organizationId} draft={open.draft} onClose={close} onSaved={done} />;
  }
  const { role } = open;
  if (open.type === 'edit') {
    return (
      <RoleEditor organizationId={organizationId} draft={role} role={role} onClose={close} onSaved={done} />
    );
  }
  if (open.type === 'compare') return <CompareDialog role={role} roles={roles} onClose={close} />;
  if (open.type === 'delete') {
    return <DeleteRoleDialog role={role} roles={roles} onClose={close} onDeleted={() => done()} />;
  }
  return (
    <NameDialog
      of={`duplicate:${role.id}`}
      title={`Duplicate ${role.name}`}
      description="The copy is a custom role that holds the same, without what no custom role may hold."
      submitLabel="Duplicate"
      initialName={`${role.name} copy`}
      nameOnly
      submit={({ name }) => rpc.role.duplicate({ roleId: role.id, name })}
      onDone={done}
      onClose={close}
    />
  );
};

/** The roles of an organization: what each holds, who has it, and the editor of custom ones. */
export const RolesPage = ({ organizationId }: { readonly organizationId: string }) => {
  const query = useQuery(orpc.role.list.queryOptions({ input: { organizationId } }));
  const [, show] = useSearchParam('role');
  const [chosen, setOpen] = useState<Open>();
  const creation = useAddressDialog('new-role');
  const { allowed } = usePermission('role.create', organizationId);
  const open =
    chosen ?? (creation.isOpen && allowed ? { type: 'create' as const, draft: emptyDraft } : undefined);
  const close = (): void => {
    setOpen(undefined);
    creation.close();
  };
  return (
    <ResourceList
      query={query}
      label="Roles"
      rowKey={({ id }) => id}
      columns={columns}
      above={
        <p className="text-secondary">
          A role is a set of permissions with a level: people change only those of a lower level, and hand out
          only what they hold themselves.
        </p>
      }
      actions={
        <NewRoleButton
          organizationId={organizationId}
          onChoose={(draft) => setOpen({ type: 'create', draft })}
        />
      }
      detail={{
        param: 'role',
        show: (role) => (
          <RoleDetail organizationId={organizationId} role={role} onAct={(type) => setOpen({ type, role })} />
        ),
      }}
    >
      {open && query.data && (
        <OpenDialog
          organizationId={organizationId}
          open={open}
          roles={query.data}
          close={close}
          show={show}
        />
      )}
    </ResourceList>
  );
};
