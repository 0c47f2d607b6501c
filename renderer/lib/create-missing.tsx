import { Plus } from 'lucide-react';
import type { TreeKind } from '#shared/model/nodes.ts';
import { Button } from '../ui/button.tsx';
import { openCreation } from './open-dialog.ts';
import { usePermission } from './use-permission.ts';

interface CreateMissingProps {
  /** Of an organization, such as a server. */
  readonly kind: Extract<TreeKind, 'server' | 'project'>;
  readonly organizationId: string;
  /** What goes on with it; without it, that it is there now is enough. */
  readonly onCreated?: (id: string) => void;
}

const looks = {
  server: { label: 'Add a server…', permission: 'server.create' },
  project: { label: 'New project…', permission: 'project.create' },
} as const;

/** Makes what is missing here and comes back, where a page or a dialog says that there is none yet. */
export function CreateMissing({ kind, organizationId, onCreated = stay }: CreateMissingProps) {
  const { label, permission } = looks[kind];
  const { reason } = usePermission(permission, organizationId);
  return (
    <Button
      size="sm"
      icon={Plus}
      disabledReason={reason}
      onClick={() => openCreation({ kind, parentId: organizationId, onCreated })}
    >
      {label}
    </Button>
  );
}

const stay = (): undefined => undefined;
