import { useMutation } from '@tanstack/react-query';
import type { GitProvider } from '#shared/contract/git-provider.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

interface TestGitProviderProps {
  readonly gitProvider: GitProvider;
  readonly onClose: () => void;
}

/** Signs in to a provider, lists a page of what its token reads, and says in words how that went. */
export function TestGitProvider({ gitProvider, onClose }: TestGitProviderProps) {
  const { id: gitProviderId, name, baseUrl } = gitProvider;
  const test = useMutation({
    mutationFn: async () => {
      const { account, tookMs } = await rpc.gitProvider.test({ gitProviderId });
      const { items, hasMore } = await rpc.gitProvider.repositories({ gitProviderId });
      return { account, tookMs, count: items.length, hasMore };
    },
  });
  return (
    <FormDialog
      title={`Test ${name}`}
      description={`Signs in to ${baseUrl} from this host and lists what the token reads. Nothing is changed there.`}
      submitLabel="Sign in"
      isBusy={test.isPending}
      error={test.error}
      onSubmit={() => test.mutate()}
      onClose={onClose}
    >
      {test.data ? (
        <Notice tone="success">
          {`It let the token in as ${test.data.account}, after ${test.data.tookMs} ms, and shows it ${countOf(test.data)}.`}
        </Notice>
      ) : (
        <p className="text-secondary">Not tried yet.</p>
      )}
    </FormDialog>
  );
}

function countOf({ count, hasMore }: { count: number; hasMore: boolean }): string {
  if (count === 0) return 'no repository: it may lack the right to read them';
  if (hasMore) return `more than ${count} repositories`;
  return count === 1 ? 'one repository' : `${count} repositories`;
}
