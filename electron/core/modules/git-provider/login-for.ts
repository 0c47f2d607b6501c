import { AppError } from '#shared/model/errors.ts';
import { type GitProviderType, isRepositoryOf, repositoryPathOf } from '#shared/model/git-provider.ts';
import type { Host } from '../../host.ts';
import type { CommitPair } from '../../remote/git-provider/provider-api.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { GitLogin } from '../../workload/index.ts';
import { accountOf, clientFor } from './client-for.ts';
import { type GitProviderRow, gitProviderRow } from './queries.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
}

interface Address {
  readonly serviceId: string;
  readonly url: string;
}

/**
 * By what the source of a service is fetched over https: the token of its git provider, as long as the address is the one
 * that it was chosen for, and lies there. Null for every other address.
 */
export async function gitLoginFor(parts: Parts, address: Address): Promise<GitLogin | null> {
  return (await gitAccessFor(parts, address)).login;
}

/** The same, with whether the address may lie in the network of this host; without a provider it may not (R20). */
export async function gitAccessFor(
  parts: Parts,
  address: Address,
): Promise<{ login: GitLogin | null; allowsPrivate: boolean }> {
  const provider = providerOf(parts, address);
  if (!provider) return { login: null, allowsPrivate: false };
  const account = accountOf(parts, provider);
  const { gitLoginOf } = await import('../../remote/git-provider/ask-provider.ts');
  const login = { ...gitLoginOf(account), origin: new URL(address.url).origin };
  return { login, allowsPrivate: account.allowsPrivate };
}

/** What a commit of a service's source says of itself; null without a git provider, which alone tells that. */
export async function commitMessageFor(
  parts: Parts,
  { commit, signal, ...address }: Address & { readonly commit: string; readonly signal: AbortSignal },
): Promise<string | null> {
  const provider = providerOf(parts, address);
  const repository = provider && repositoryPathOf(provider.base_url, address.url);
  if (!provider || !repository) return null;
  const client = await clientFor(parts, provider.id, signal);
  return client.commitMessage(repository, commit);
}

interface Change extends CommitPair {
  readonly signal: AbortSignal;
}

/**
 * The paths that differ between two commits of a service's source; null where there is no git provider, or it tells less
 * than all: a commit may be gone once a history was written anew. LIMIT passes, for later it may be told.
 */
export async function changedPathsFor(
  parts: Parts,
  { base, head, signal, ...address }: Address & Change,
): Promise<readonly string[] | null> {
  const provider = providerOf(parts, address);
  const repository = provider && repositoryPathOf(provider.base_url, address.url);
  if (!provider || !repository) return null;
  const client = await clientFor(parts, provider.id, signal);
  try {
    return await client.changedPaths(repository, { base, head });
  } catch (error) {
    if (error instanceof AppError && error.code === 'REMOTE_FAILED') return null;
    throw error;
  }
}

/** Of what type the git provider is that an address of a service is fetched by; null where it is none. */
export function gitProviderTypeFor(parts: Pick<Parts, 'store'>, address: Address): GitProviderType | null {
  return providerOf(parts, address)?.type ?? null;
}

/** Whether what a service is built from is fetched by a git provider, which alone tells what commits say and change. */
export function hasGitProvider(parts: Parts, address: Address): boolean {
  return providerOf(parts, address) !== null;
}

function providerOf({ store }: Pick<Parts, 'store'>, { serviceId, url }: Address): GitProviderRow | null {
  const row = store.database.first(
    sql
      .selectFrom('git_binding')
      .select('git_provider_id')
      .where('service_id', '=', serviceId)
      .where('url', '=', url),
  );
  if (!row) return null;
  const provider = gitProviderRow(store, row.git_provider_id);
  return isRepositoryOf(provider.base_url, url) ? provider : null;
}
