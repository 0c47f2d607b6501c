import type { TreeNode } from '#shared/contract/tree.ts';
import { CreateOrganization } from '../../features/organization/create-organization.tsx';
import { DeleteOrganization } from '../../features/organization/delete-dialog.tsx';
import { registry } from '../../features/registry.ts';
import { FirstServiceDialog } from '../../features/service/first-service-dialog.tsx';
import { ShortcutSheet } from '../../features/settings/shortcut-sheet.tsx';
import { nodePath, organizationPath, useGo } from '../../lib/navigation.ts';
import { closeDialog, type OpenDialog, useOpenDialogs } from '../../lib/open-dialog.ts';
import { NameDialog } from '../../lib/tree/name-dialog.tsx';
import { renameNode } from '../acts/node-commands.ts';
import { CreateBelowDialog } from './create-below-dialog.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DeleteManyDialog } from './delete-many-dialog.tsx';
import { ManyDialogOf } from './many-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';

interface DialogProps {
  readonly organizationId: string;
  readonly node: TreeNode;
}

const RenameDialog = ({ organizationId, node }: DialogProps) => (
  <NameDialog
    of={`rename:${node.id}`}
    title={`Rename ${node.name}`}
    submitLabel="Rename"
    initialName={node.name}
    nameOnly
    submit={async ({ name }) => {
      const refusal = await renameNode(organizationId, node, name);
      if (refusal) throw new Error(refusal);
    }}
    onDone={closeDialog}
    onClose={closeDialog}
  />
);

const DuplicateDialog = ({ organizationId, node }: DialogProps) => {
  const go = useGo();
  const { label, duplicate } = registry[node.kind];
  if (!duplicate) return null;
  return (
    <NameDialog
      of={`duplicate:${node.id}`}
      title={`Duplicate ${node.name}`}
      description={`Makes a ${label.toLowerCase()} with the same configuration and plain values. Secrets are not copied, and nothing is deployed.`}
      submitLabel="Duplicate"
      initialName={`${node.name} copy`}
      nameOnly
      submit={({ name }) => duplicate.run(node.id, { name, parentId: node.parentId ?? organizationId })}
      onDone={({ id }) => {
        closeDialog();
        go(nodePath(organizationId, node.kind, id));
      }}
      onClose={closeDialog}
    />
  );
};

const CreateOrganizationDialog = () => {
  const go = useGo();
  return (
    <CreateOrganization
      onClose={closeDialog}
      onCreated={(id) => {
        closeDialog();
        go(organizationPath(id));
      }}
    />
  );
};

const dialogsOfNodes = {
  rename: RenameDialog,
  duplicate: DuplicateDialog,
  delete: DeleteDialog,
};

const FirstService = ({
  organizationId,
  serverId,
}: {
  organizationId: string;
  serverId: string | undefined;
}) => {
  const go = useGo();
  return (
    <FirstServiceDialog
      organizationId={organizationId}
      serverId={serverId}
      onClose={closeDialog}
      onCreated={(id) => {
        closeDialog();
        go(`${nodePath(organizationId, 'service', id, 'overview')}?plan=open`);
      }}
    />
  );
};

/** Those of the shell's dialogs that are open, above each other. */
export function Dialogs({ organizationId }: { readonly organizationId: string }) {
  const dialogs = useOpenDialogs((state) => state.dialogs);
  return dialogs.map((dialog, depth) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: what lies at a depth is told apart by nothing else
    <ShownDialog key={depth} organizationId={organizationId} dialog={dialog} />
  ));
}

interface MoveDialogOfProps {
  readonly organizationId: string;
  readonly nodes: readonly TreeNode[];
  readonly parentId?: string | undefined;
}

/** One whose kind has a dialog for it says there what its move does; several are moved as they are. */
function MoveDialogOf({ organizationId, nodes, parentId }: MoveDialogOfProps) {
  const [node] = nodes;
  const Planned = node && nodes.length === 1 ? registry[node.kind].move?.plan?.Dialog : undefined;
  if (!node || !Planned) return <MoveDialog organizationId={organizationId} nodes={nodes} />;
  return <Planned organizationId={organizationId} node={node} parentId={parentId} onClose={closeDialog} />;
}

interface ShownDialogProps {
  readonly organizationId: string;
  readonly dialog: OpenDialog;
}

function ShownDialog({ organizationId, dialog }: ShownDialogProps) {
  if (dialog.type === 'create') return <CreateDialog organizationId={organizationId} {...dialog} />;
  if (dialog.type === 'create-below')
    return <CreateBelowDialog key={dialog.kind} organizationId={organizationId} {...dialog} />;
  if (dialog.type === 'first-service')
    return <FirstService organizationId={organizationId} serverId={dialog.serverId} />;
  if (dialog.type === 'shortcuts') return <ShortcutSheet onClose={closeDialog} />;
  if (dialog.type === 'create-organization') return <CreateOrganizationDialog />;
  if (dialog.type === 'delete' && dialog.node.kind === 'organization') {
    const { id, name } = dialog.node;
    return <DeleteOrganization organizationId={id} name={name} onClose={closeDialog} />;
  }
  if (dialog.type === 'many') return <ManyDialogOf organizationId={organizationId} {...dialog} />;
  if (dialog.type === 'delete-many')
    return <DeleteManyDialog organizationId={organizationId} nodes={dialog.nodes} />;
  if (dialog.type === 'move') return <MoveDialogOf organizationId={organizationId} {...dialog} />;
  const OnNode = dialogsOfNodes[dialog.type];
  return <OnNode organizationId={organizationId} node={dialog.node} />;
}
