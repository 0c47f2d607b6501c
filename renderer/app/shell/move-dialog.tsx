import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { closeDialog } from '../../lib/open-dialog.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { canHold, moveNodes } from '../acts/node-commands.ts';
import { namesOf } from '../acts/node-words.ts';

interface MoveDialogProps {
  readonly organizationId: string;
  readonly nodes: readonly TreeNode[];
}

const none: readonly never[] = [];

/** Moves nodes to a parent chosen from a list. */
export const MoveDialog = ({ organizationId, nodes }: MoveDialogProps) => {
  const { data: all = none } = useTree(organizationId);
  const { byId } = indexOf(all);
  const targets = all.filter((candidate) => nodes.some((node) => canHold(candidate, node)));
  const [targetId, setTargetId] = useState(targets[0]?.id ?? '');
  const parentLabel = registry[registry[nodes[0]?.kind ?? 'service'].parentKind ?? 'organization'].label;
  const pathOf = (target: TreeNode): string =>
    [byId.get(target.parentId ?? '')?.name, target.name].filter(Boolean).join(' / ');
  return (
    <FormDialog
      title={`Move ${namesOf(nodes)}`}
      description="What runs of it on a server stays as it is; the next deployment takes the new place into account."
      submitLabel="Move"
      isSubmitDisabled={targets.length === 0}
      onSubmit={() => {
        const target = byId.get(targetId);
        if (!target) return;
        closeDialog();
        void moveNodes(organizationId, nodes, target);
      }}
      onClose={closeDialog}
    >
      <SelectField
        label={`To ${parentLabel.toLowerCase()}`}
        autoFocus
        value={targetId}
        onChange={(event) => setTargetId(event.target.value)}
        options={targets.map((target) => ({ value: target.id, label: pathOf(target) }))}
        hint={targets.length === 0 ? `There is no other ${parentLabel.toLowerCase()} to move to.` : undefined}
      />
    </FormDialog>
  );
};
