import { Trash2 } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { openDialog } from '../open-dialog.ts';
import { usePermission } from '../use-permission.ts';

interface DangerZoneProps {
  readonly node: TreeNode;
  /** `project`, in lower case. */
  readonly label: string;
  readonly permission: Permission;
  readonly children: string;
}

/** Where a thing can be deleted; what goes with it is shown before. */
export const DangerZone = ({ node, label, permission, children }: DangerZoneProps) => {
  const { reason } = usePermission(permission, node.id);
  return (
    <FormSection title={`Delete this ${label}`} description={children}>
      <div>
        <Button icon={Trash2} disabledReason={reason} onClick={() => openDialog({ type: 'delete', node })}>
          Delete {label}…
        </Button>
      </div>
    </FormSection>
  );
};
