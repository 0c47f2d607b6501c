import { useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { GitProvider, GitRepository } from '#shared/contract/git-provider.ts';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { FormDialog } from '../../../ui/dialog/form-dialog.tsx';
import { PickRow } from '../../../ui/form/pick-row.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';

interface RepositoryDialogProps {
  readonly serviceId: string;
  readonly providers: readonly GitProvider[];
  readonly onPicked: (picked: { url: string; branch: string }) => void;
  readonly onClose: () => void;
}

/** Picks a repository and a branch of a git provider, by whose token they are fetched from then on. */
export function RepositoryDialog({ serviceId, providers, onPicked, onClose }: RepositoryDialogProps) {
  const [gitProviderId, setGitProviderId] = useState(providers[0]?.id ?? '');
  const [repository, setRepository] = useState<GitRepository>();
  const [branch, setBranch] = useState<string>();
  const chosen = branch ?? repository?.defaultBranch ?? '';
  const bind = useMutation({
    mutationFn: ({ httpsUrl }: GitRepository) =>
      rpc.service.setGitProvider({ serviceId, gitProviderId, repositoryUrl: httpsUrl }),
    onSuccess: (_, { httpsUrl }) => {
      onPicked({ url: httpsUrl, branch: chosen });
      onClose();
    },
  });
  const pick = (found: GitRepository | undefined): void => {
    setRepository(found);
    setBranch(undefined);
  };
  return (
    <FormDialog
      title="Pick a repository"
      description="It is fetched over https by the provider’s token, which never leaves for another address."
      submitLabel="Use it"
      width="lg"
      isBusy={bind.isPending}
      isSubmitDisabled={!repository || chosen === ''}
      error={bind.error}
      onSubmit={() => repository && bind.mutate(repository)}
      onClose={onClose}
    >
      {providers.length > 1 && (
        <SelectField
          label="Git provider"
          value={gitProviderId}
          onChange={(event) => {
            setGitProviderId(event.target.value);
            pick(undefined);
          }}
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Repositories gitProviderId={gitProviderId} chosen={repository} onChoose={pick} />
      {repository && (
        <Branches
          gitProviderId={gitProviderId}
          repository={repository.path}
          chosen={chosen}
          onChoose={setBranch}
        />
      )}
    </FormDialog>
  );
}

interface RepositoriesProps {
  readonly gitProviderId: string;
  readonly chosen: GitRepository | undefined;
  readonly onChoose: (repository: GitRepository) => void;
}

function Repositories({ gitProviderId, chosen, onChoose }: RepositoriesProps) {
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(1);
  const search = useDeferredValue(typed.trim());
  const query = useQuery({
    ...orpc.gitProvider.repositories.queryOptions({ input: { gitProviderId, search, page } }),
    placeholderData: (before) => before,
    retry: false,
  });
  const items = query.data?.items ?? [];
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label="Repository"
        type="search"
        autoFocus
        placeholder="Search by name"
        value={typed}
        error={query.error?.message}
        onChange={(event) => {
          setTyped(event.target.value);
          setPage(1);
        }}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <div
        role="group"
        aria-label="Repositories"
        aria-busy={query.isFetching}
        className="h-48 overflow-y-auto rounded border border-line py-1"
      >
        {items.map((repository) => (
          <PickRow
            key={repository.path}
            isChosen={repository.path === chosen?.path}
            onChoose={() => onChoose(repository)}
          >
            <span className="min-w-0 flex-1 truncate font-mono text-sm">{repository.path}</span>
            {repository.isPrivate && <span className="shrink-0 text-muted text-sm">private</span>}
          </PickRow>
        ))}
        {query.isSuccess && items.length === 0 && (
          <p className="px-3 py-1 text-muted">The token reads no such repository.</p>
        )}
      </div>
      {(page > 1 || query.data?.hasMore) && (
        <div className="flex items-center gap-2">
          <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
            Before
          </Button>
          <Button disabled={!query.data?.hasMore} onClick={() => setPage(page + 1)}>
            More
          </Button>
          <span className="text-muted text-sm">{`Page ${page}`}</span>
        </div>
      )}
    </div>
  );
}

interface BranchesProps {
  readonly gitProviderId: string;
  readonly repository: string;
  readonly chosen: string;
  readonly onChoose: (branch: string) => void;
}

function Branches({ gitProviderId, repository, chosen, onChoose }: BranchesProps) {
  const query = useQuery({
    ...orpc.gitProvider.branches.queryOptions({ input: { gitProviderId, repository } }),
    retry: false,
  });
  const found = query.data?.items ?? [];
  const names = chosen === '' || found.includes(chosen) ? found : [chosen, ...found];
  return (
    <SelectField
      label="Branch"
      value={chosen}
      error={query.error?.message}
      hint={query.data?.hasMore ? 'The first fifty; another one may be typed afterwards.' : undefined}
      onChange={(event) => onChoose(event.target.value)}
      options={
        names.length === 0
          ? [{ value: '', label: query.isPending ? 'Being listed …' : 'It has no branch yet' }]
          : names.map((name) => ({ value: name, label: name }))
      }
    />
  );
}
