import { Plus } from 'lucide-react';
import type { TreeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { openDialog } from '../../lib/open-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';

interface CreateButtonProps {
  readonly kind: TreeKind;
  readonly permission: Permission;
  readonly parentId: string;
  readonly label: string;
  readonly isPrimary?: boolean;
}

/** Makes a node of a kind below another one, for who may. */
export const CreateButton = ({ kind, permission, parentId, label, isPrimary }: CreateButtonProps) => {
  const { reason } = usePermission(permission, parentId);
  return (
    <Button
      icon={Plus}
      variant={isPrimary ? 'primary' : 'default'}
      size={isPrimary ? 'md' : 'sm'}
      disabledReason={reason}
      onClick={() => openDialog({ type: 'create', kind, parentId })}
    >
      {label}
    </Button>
  );
};
