import { PlugZap, RefreshCw, Trash2 } from 'lucide-react';
import type { SshKey } from '#shared/contract/ssh-key.ts';
import { age } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';

/** The dialog that is open for one of the keys. */
export interface OpenedSshKey {
  readonly type: 'show' | 'test' | 'rotate' | 'delete';
  readonly sshKeyId: string;
}

const actions = [
  { type: 'test', verb: 'Test', icon: PlugZap, permission: 'sshKey.read' },
  { type: 'rotate', verb: 'Rotate', icon: RefreshCw, permission: 'sshKey.create' },
  { type: 'delete', verb: 'Delete', icon: Trash2, permission: 'sshKey.delete' },
] as const;

/** What is shown of an SSH key, and what can be done with it. */
export function useSshKeyColumns(
  organizationId: string,
  open: (opened: OpenedSshKey) => void,
): readonly TableColumn<SshKey>[] {
  const check = usePermissionCheck();
  const now = useNow(60_000);
  return [
    {
      id: 'name',
      header: 'Name',
      cell: ({ id, name, previousPublicKey }) => (
        <span className="flex min-w-0 items-center gap-2">
          <button
            type="button"
            className="truncate font-medium text-accent hover:underline"
            onClick={() => open({ type: 'show', sshKeyId: id })}
          >
            {name}
          </button>
          {previousPublicKey && <Badge>Being rotated</Badge>}
        </span>
      ),
    },
    {
      id: 'type',
      header: 'Type',
      width: '8rem',
      cell: ({ type }) => <span className="font-mono text-sm">{type}</span>,
    },
    {
      id: 'fingerprint',
      header: 'Fingerprint',
      width: 'minmax(0, 1.5fr)',
      cell: ({ fingerprint }) => (
        <span className="block truncate font-mono text-sm" title={fingerprint}>
          {fingerprint}
        </span>
      ),
    },
    {
      id: 'age',
      header: 'In use since',
      width: '9rem',
      cell: ({ createdAt, rotatedAt }) => (
        <span className="text-secondary">{age(rotatedAt ?? createdAt, now)}</span>
      ),
    },
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '6.5rem',
      align: 'right',
      cell: ({ id, name }) => (
        <span className="inline-flex">
          {actions.map(({ type, verb, icon, permission }) => (
            <IconButton
              key={type}
              label={`${verb} ${name}`}
              icon={icon}
              size="sm"
              disabledReason={check(permission, organizationId)}
              onClick={() => open({ type, sshKeyId: id })}
            />
          ))}
        </span>
      ),
    },
  ];
}
