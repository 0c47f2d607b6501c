import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import { changedPathsFor, commitMessageFor, gitAccessFor } from '../git-provider/index.ts';

interface Branch {
  readonly serviceId: string;
  readonly url: string;
  readonly branch: string;
  /** From which of its commits on it is asked what changed, null where that is not of interest. */
  since(commit: string): string | null;
  readonly signal: AbortSignal;
}

/** What a branch is found at. */
export interface Look {
  readonly commit: string | null;
  /** Null where no git provider tells it, as what changed. */
  readonly message: string | null;
  readonly changed: readonly string[] | null;
}

/** Where a branch is, and what its commit says and changes where a git provider tells that. */
export type LookAt = (parts: { readonly store: Store; readonly host: Host }, branch: Branch) => Promise<Look>;

/** Asks the git server, by the token of the service's git provider where it has one. REMOTE_FAILED with what it said. */
export const lookAtBranch: LookAt = async (parts, { serviceId, url, branch, since, signal }) => {
  const { branchHead } = await import('../../remote/git/branch-head.ts');
  const { login, allowsPrivate } = await gitAccessFor(parts, { serviceId, url });
  try {
    const commit = await branchHead({ url, branch, login, allowsPrivate, signal });
    if (commit === null) return { commit, message: null, changed: null };
    const message = await commitMessageFor(parts, { serviceId, url, commit, signal });
    const base = since(commit);
    const pair = { base: base ?? commit, head: commit };
    const changed = base === null ? null : await changedPathsFor(parts, { serviceId, url, ...pair, signal });
    return { commit, message, changed };
  } catch (error) {
    if (error instanceof AppError) throw error;
    signal.throwIfAborted();
    const stderr =
      error instanceof Error && !('code' in error) ? `${error.message}.` : 'It could not be reached.';
    const cure = 'Check the address, and whether it takes the token of a git provider.';
    throw new AppError(
      'REMOTE_FAILED',
      { server: new URL(url).host, action: 'Looking at the branch', stderr, cure },
      { cause: error },
    );
  }
};
