import { Pencil, PlugZap, Trash2 } from 'lucide-react';
import type { Registry } from '#shared/contract/registry.ts';
import { age } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';

/** The dialog that is open for one of the registries. */
export interface OpenedRegistry {
  readonly type: 'test' | 'change' | 'delete';
  readonly registry: Registry;
}

const actions = [
  { type: 'test', verb: 'Test', icon: PlugZap, permission: 'registry.update' },
  { type: 'change', verb: 'Change', icon: Pencil, permission: 'registry.update' },
  { type: 'delete', verb: 'Delete', icon: Trash2, permission: 'registry.delete' },
] as const;

/** What is shown of a registry, and what can be done with it. */
export function useRegistryColumns(
  organizationId: string,
  open: (opened: OpenedRegistry) => void,
): readonly TableColumn<Registry>[] {
  const check = usePermissionCheck();
  const now = useNow(60_000);
  return [
    { id: 'name', header: 'Name', cell: ({ name }) => <span className="font-medium">{name}</span> },
    {
      id: 'address',
      header: 'Address',
      width: 'minmax(0, 1.5fr)',
      cell: ({ address }) => <span className="font-mono text-sm">{address}</span>,
    },
    {
      id: 'username',
      header: 'Signs in as',
      cell: ({ username }) => <span className="font-mono text-sm">{username}</span>,
    },
    {
      id: 'password',
      header: 'Password given',
      width: '9rem',
      cell: ({ passwordSetAt }) => <span className="text-secondary">{age(passwordSetAt, now)}</span>,
    },
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '6.5rem',
      align: 'right',
      cell: (registry) => (
        <span className="inline-flex">
          {actions.map(({ type, verb, icon, permission }) => (
            <IconButton
              key={type}
              label={`${verb} ${registry.name}`}
              icon={icon}
              size="sm"
              disabledReason={check(permission, organizationId)}
              onClick={() => open({ type, registry })}
            />
          ))}
        </span>
      ),
    },
  ];
}
