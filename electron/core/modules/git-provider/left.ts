import type { GitProviderLeftover } from '#shared/contract/git-provider.ts';
import { sql } from '../../store/database.ts';
import type { GitProviderContext } from './context.ts';
import { leftoversAt, requireLeftover } from './marks.ts';

interface Left {
  readonly gitProviderId: string;
  readonly leftover: string;
}

/**
 * Tries again what is left at a provider, however often it was tried, and answers what is left still; at most twenty in one
 * call, those first that nobody tried for the longest. NOT_FOUND for one that is not there.
 */
export async function removeLeftovers(
  context: GitProviderContext,
  { gitProviderId, leftover }: { readonly gitProviderId: string; readonly leftover?: string | undefined },
): Promise<GitProviderLeftover[]> {
  const { database } = context.store;
  const known = leftover && requireLeftover(database, { gitProviderId, leftover }).known;
  await context.leftovers.sweep({ gitProviderId, known }, context.signal);
  return leftoversAt(database, gitProviderId);
}

/** Forgets one of them, which stays at the provider; answers the rest. NOT_FOUND for one that is not there. */
export function forgetLeftover(context: GitProviderContext, left: Left): GitProviderLeftover[] {
  const { gitProviderId } = left;
  return context.write((tx) => {
    const { kind, repository, number } = requireLeftover(tx.database, left);
    tx.database.run(sql.deleteFrom('provider_leftover').where('number', '=', number));
    tx.announce({ kind: 'gitProvider', nodeId: gitProviderId, verb: 'updated' });
    tx.audit({ changes: [{ field: kind, before: repository }] });
    return leftoversAt(tx.database, gitProviderId);
  });
}
