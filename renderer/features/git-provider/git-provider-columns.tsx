import { Pencil, PlugZap, Trash2 } from 'lucide-react';
import type { GitProvider } from '#shared/contract/git-provider.ts';
import { gitProviderWords } from '#shared/model/git-provider.ts';
import { age } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TableColumn } from '../../ui/table.tsx';

/** The dialog that is open for one of the providers. */
export interface OpenedGitProvider {
  readonly type: 'test' | 'change' | 'delete';
  readonly gitProvider: GitProvider;
}

const actions = [
  // whoever sees it may try it: a grant on it is enough
  { type: 'test', verb: 'Test', icon: PlugZap, permission: undefined },
  { type: 'change', verb: 'Change', icon: Pencil, permission: 'gitProvider.update' },
  { type: 'delete', verb: 'Delete', icon: Trash2, permission: 'gitProvider.delete' },
] as const;

/** What is shown of a git provider, and what can be done with it. */
export function useGitProviderColumns(
  organizationId: string,
  open: (opened: OpenedGitProvider) => void,
): readonly TableColumn<GitProvider>[] {
  const check = usePermissionCheck();
  const now = useNow(60_000);
  return [
    { id: 'name', header: 'Name', cell: ({ name }) => <span className="font-medium">{name}</span> },
    { id: 'type', header: 'Type', width: '9rem', cell: ({ type }) => gitProviderWords[type].label },
    {
      id: 'address',
      header: 'Address',
      width: 'minmax(0, 1.5fr)',
      cell: ({ baseUrl, workspace }) => (
        <span className="block truncate font-mono text-sm" title={baseUrl}>
          {workspace ? `${baseUrl}/${workspace}` : baseUrl}
        </span>
      ),
    },
    {
      id: 'token',
      header: 'Token given',
      width: '8rem',
      cell: ({ tokenSetAt }) => <span className="text-secondary">{age(tokenSetAt, now)}</span>,
    },
    {
      id: 'actions',
      header: 'Actions',
      hidesHeader: true,
      width: '6.5rem',
      align: 'right',
      cell: (gitProvider) => (
        <span className="inline-flex">
          {actions.map(({ type, verb, icon, permission }) => (
            <IconButton
              key={type}
              label={`${verb} ${gitProvider.name}`}
              icon={icon}
              size="sm"
              disabledReason={permission && check(permission, organizationId)}
              onClick={() => open({ type, gitProvider })}
            />
          ))}
        </span>
      ),
    },
  ];
}
