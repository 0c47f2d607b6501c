import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { Store } from '../../store/store.ts';
import { commitMessageFor, gitAccessFor } from '../git-provider/index.ts';

interface Branch {
  readonly serviceId: string;
  readonly url: string;
  readonly branch: string;
  readonly signal: AbortSignal;
}

/** Where a branch is, and what its commit says where a git provider tells that. */
export type LookAt = (
  parts: { readonly store: Store; readonly host: Host },
  branch: Branch,
) => Promise<{ readonly commit: string | null; readonly message: string | null }>;

/** Asks the git server, by the token of the service's git provider where it has one. REMOTE_FAILED with what it said. */
export const lookAtBranch: LookAt = async (parts, { serviceId, url, branch, signal }) => {
  const { branchHead } = await import('../../remote/git/branch-head.ts');
  const { login, allowsPrivate } = await gitAccessFor(parts, { serviceId, url });
  try {
    const commit = await branchHead({ url, branch, login, allowsPrivate, signal });
    const message =
      commit === null ? null : await commitMessageFor(parts, { serviceId, url, commit, signal });
    return { commit, message };
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
