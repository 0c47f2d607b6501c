import { useMutation, useQuery } from '@tanstack/react-query';
import type { GitProvider } from '#shared/contract/git-provider.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

interface DeleteGitProviderProps {
  readonly organizationId: string;
  readonly gitProvider: GitProvider;
  readonly onClose: () => void;
}

/** Asks before a git provider is deleted; one that services are fetched by stays. */
export function DeleteGitProvider({ organizationId, gitProvider, onClose }: DeleteGitProviderProps) {
  const { id: gitProviderId, name } = gitProvider;
  const usage = useQuery(orpc.gitProvider.usage.queryOptions({ input: { gitProviderId } }));
  const remove = useMutation({
    mutationFn: () => rpc.gitProvider.delete({ gitProviderId }),
    onSuccess: onClose,
  });
  const uses = usage.data ?? [];
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete git provider"
      isDanger
      isBlocked={!usage.isSuccess || uses.length > 0}
      isBusy={remove.isPending}
      error={usage.error ?? remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {usage.isSuccess && uses.length === 0 && (
        <p>
          No service that you may see is fetched by it. Its token is deleted with it; revoke it there, too.
        </p>
      )}
      {uses.length > 0 && (
        <>
          <p>These are fetched by it. Give them another way under Configuration first:</p>
          <ul className="max-h-48 overflow-y-auto rounded border border-line px-3 py-1">
            {uses.map(({ serviceId, path, url }) => (
              <li key={`${serviceId} ${url}`} className="flex gap-3 py-0.5">
                <AppLink
                  to={nodePath(organizationId, 'service', serviceId)}
                  className="shrink-0 text-accent hover:underline"
                >
                  {path}
                </AppLink>
                <span className="min-w-0 truncate font-mono text-muted text-sm" title={url}>
                  {url}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </ConfirmDialog>
  );
}
