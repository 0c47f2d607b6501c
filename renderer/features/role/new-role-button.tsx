import { Plus } from 'lucide-react';
import { rolePresets } from '#shared/model/role-presets.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import { emptyDraft, type RoleDraft } from './role-editor.tsx';

interface NewRoleButtonProps {
  readonly organizationId: string;
  readonly onChoose: (draft: RoleDraft) => void;
}

/** Starts a role from nothing or from a preset. */
export const NewRoleButton = ({ organizationId, onChoose }: NewRoleButtonProps) => {
  const { reason } = usePermission('role.create', organizationId);
  if (reason) {
    return (
      <Button variant="primary" icon={Plus} disabledReason={reason}>
        New role
      </Button>
    );
  }
  const presets = rolePresets.map((preset) => ({
    id: preset.name,
    label: `${preset.name} preset`,
    run: () => onChoose({ ...preset, permissions: preset.permissions.filter(isForCustomRoles) }),
  }));
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="primary" icon={Plus}>
          New role
        </Button>
      }
      items={[{ id: 'empty', label: 'Empty role', run: () => onChoose(emptyDraft) }, 'separator', ...presets]}
    />
  );
};
