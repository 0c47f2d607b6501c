import { useQuery } from '@tanstack/react-query';
import { GitBranch, Plus } from 'lucide-react';
import { useState } from 'react';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { HelpLink } from '../../lib/help-link.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeleteGitProvider } from './delete-git-provider.tsx';
import { type OpenedGitProvider, useGitProviderColumns } from './git-provider-columns.tsx';
import { GitProviderDialog } from './git-provider-dialog.tsx';
import { LeftoversPanel } from './leftovers-panel.tsx';
import { TestGitProvider } from './test-git-provider.tsx';

const dialogs = { change: GitProviderDialog, test: TestGitProvider, delete: DeleteGitProvider } as const;

/** By which tokens sources are fetched, and from where. */
export function GitProvidersPage({ organizationId }: { readonly organizationId: string }) {
  const { reason } = usePermission('gitProvider.create', organizationId);
  const creation = useAddressDialog('new-git-provider');
  const [opened, setOpened] = useState<OpenedGitProvider>();
  const query = useQuery(orpc.gitProvider.list.queryOptions({ input: { organizationId } }));
  const columns = useGitProviderColumns(organizationId, setOpened);
  const close = (): void => setOpened(undefined);
  const add = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      Add git provider
    </Button>
  );
  const Opened = opened && dialogs[opened.type];
  return (
    <ResourceList
      query={query}
      label="Git providers"
      rowKey={({ id }) => id}
      columns={columns}
      actions={add}
      empty={
        <EmptyState icon={GitBranch} title="No git providers yet" action={add}>
          Public repositories need none. With a token of GitHub, GitLab, Gitea, Forgejo or Bitbucket you pick
          repositories and branches from a list, and private ones are fetched by it.{' '}
          <HelpLink chapter="git-provider">Build from a private repository</HelpLink>
        </EmptyState>
      }
    >
      <LeftoversPanel organizationId={organizationId} providers={query.data ?? []} />
      {creation.isOpen && (
        <GitProviderDialog
          organizationId={organizationId}
          onClose={creation.close}
          onMade={(gitProvider) => setOpened({ type: 'test', gitProvider })}
        />
      )}
      {opened && Opened && (
        <Opened organizationId={organizationId} gitProvider={opened.gitProvider} onClose={close} />
      )}
    </ResourceList>
  );
}
