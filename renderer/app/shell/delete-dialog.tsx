import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { closeDialog } from '../../lib/open-dialog.ts';
import { useCommandLine } from '../../lib/use-command-line.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { ConfirmDeletion } from '../../ui/dialog/confirm-deletion.tsx';
import { useHoldDeletion } from '../acts/use-hold-deletion.ts';
import { StayingVolumes, StayingWords } from './staying-volumes.tsx';

interface DeleteDialogProps {
  readonly organizationId: string;
  readonly node: TreeNode;
}

/**
 * Shows what goes with a node, and what stays unless it is ticked; the deletion itself is held for as long as it can be
 * undone.
 */
export function DeleteDialog({ organizationId, node }: DeleteDialogProps) {
  const { label, deletion } = registry[node.kind];
  const command = useCommandLine();
  const hold = useHoldDeletion(organizationId);
  const lookup = useQuery({ queryKey: ['deletion', node.id], queryFn: () => deletion(node.id), gcTime: 0 });
  const { reason: refusal } = usePermission('volume.delete', node.id);
  const [going, setGoing] = useState<readonly string[]>([]);
  const volumes = lookup.data?.volumes;
  const confirm = (): void => {
    closeDialog();
    hold([node], going);
  };
  return (
    <ConfirmDeletion
      name={node.name}
      kindLabel={label.toLowerCase()}
      deletion={lookup.data}
      lookupError={lookup.error}
      // whether the name has to be typed is known with what goes
      command={
        lookup.data &&
        command(`${node.kind}.delete`, {
          [`${node.kind}Id`]: node.id,
          typedName: lookup.data.needsTypedName ? node.name : undefined,
          volumes: going.length > 0 ? going : undefined,
        })
      }
      onConfirm={confirm}
      onClose={closeDialog}
    >
      {volumes && volumes.length > 0 ? (
        <StayingVolumes volumes={volumes} going={going} onChange={setGoing} refusal={refusal} />
      ) : (
        lookup.data && <StayingWords deletion={lookup.data} />
      )}
    </ConfirmDeletion>
  );
}
