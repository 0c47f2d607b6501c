import { useQuery } from '@tanstack/react-query';
import { Shield } from 'lucide-react';
import { useState } from 'react';
import type { RoleView } from '#shared/contract/role.ts';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import { RootBadge } from '../../lib/access/root-mark.tsx';
import { NameDialog } from '../../lib/name-dialog.tsx';
import { useSearchParam } from '../../lib/navigation.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { DeleteRoleDialog } from './delete-role-dialog.tsx';
import { NewRoleButton } from './new-role-button.tsx';
import { type RoleAct, RoleDetail } from './role-detail.tsx';
import { type RoleDraft, RoleEditor } from './role-editor.tsx';
import { reachWords } from './role-words.ts';

const columns: readonly TableColumn<RoleView>[] = [
  {
    id: 'name',
    header: 'Role',
    width: 'minmax(0, 2fr)',
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
  const { allowed } = usePermission('role.read', organizationId);
  const {
    data: roles,
    error,
    refetch,
  } = useQuery(orpc.role.list.queryOptions({ input: { organizationId }, enabled: allowed }));
  const [shownId, show] = useSearchParam('role');
  const [open, setOpen] = useState<Open>();
  const shown = roles?.find(({ id }) => id === shownId);
  if (!allowed)
    return (
      <AskForAccess icon={Shield} what="The list of roles" permission="role.read" nodeId={organizationId} />
    );
  return (
    <PageBody width="wide">
      <p className="text-secondary">
        A role is a set of permissions with a level: people change only those of a lower level, and hand out
        only what they hold themselves.
      </p>
      <InlineError error={error} onRetry={() => void refetch()} />
      {!roles && !error && <Spinner label="Loading roles" />}
      {roles && (
        <Panel
          title="Roles"
          isFlush
          actions={
            <NewRoleButton
              organizationId={organizationId}
              onChoose={(draft) => setOpen({ type: 'create', draft })}
            />
          }
        >
          <Table
            label="Roles"
            rows={roles}
            rowKey={({ id }) => id}
            columns={columns}
            selectedKey={shownId}
            onOpen={({ id }) => show(id)}
          />
        </Panel>
      )}
      {shown && (
        <RoleDetail
          organizationId={organizationId}
          role={shown}
          onAct={(type) => setOpen({ type, role: shown })}
        />
      )}
      {open && roles && (
        <OpenDialog
          organizationId={organizationId}
          open={open}
          roles={roles}
          close={() => setOpen(undefined)}
          show={show}
        />
      )}
    </PageBody>
  );
};
