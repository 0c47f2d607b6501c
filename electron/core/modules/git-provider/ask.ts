import type { GitRepository } from '#shared/contract/git-provider.ts';
import { clientFor } from './client-for.ts';
import type { GitProviderContext } from './context.ts';

/** Signs in to a provider and answers as whom. REMOTE_FAILED with what to do where it refuses. */
export async function tryGitProvider(
  context: GitProviderContext,
  gitProviderId: string,
): Promise<{ account: string; tookMs: number }> {
  const client = await clientFor(context, gitProviderId, context.signal);
  context.judgeAgain();
  const startedAt = performance.now();
  const account = await client.account();
  const tookMs = Math.round(performance.now() - startedAt);
  await context.leftovers.sweep({ gitProviderId }, context.signal);
  return { account, tookMs };
}

interface Listing {
  readonly gitProviderId: string;
  readonly search: string;
  readonly page: number;
}

/** A page of what the token reads, newest first. */
export async function repositoriesOf(
  context: GitProviderContext,
  { gitProviderId, search, page }: Listing,
): Promise<{ items: GitRepository[]; hasMore: boolean }> {
  const client = await clientFor(context, gitProviderId, context.signal);
  const { items, hasMore } = await client.repositories({ search, page });
  return { items: [...items], hasMore };
}

/** A page of the branches of a repository. */
export async function branchesOf(
  context: GitProviderContext,
  { gitProviderId, repository, search, page }: Listing & { readonly repository: string },
): Promise<{ items: string[]; hasMore: boolean }> {
  const client = await clientFor(context, gitProviderId, context.signal);
  const { items, hasMore } = await client.branches(repository, { search, page });
  return { items: [...items], hasMore };
}
