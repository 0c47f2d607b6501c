import { hostRightsOf } from '../../access/index.ts';
import type { Host } from '../../host.ts';
import type { GitProviderClient } from '../../remote/git-provider/ask-provider.ts';
import type { GitProviderAccount } from '../../remote/git-provider/provider-api.ts';
import type { Store } from '../../store/store.ts';
import { type GitProviderRow, gitProviderRow, tokenPlace } from './queries.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
}

/** A stored git provider, signed in to by its token; loads what asks it at the first use. */
export async function clientFor(parts: Parts, id: string, signal: AbortSignal): Promise<GitProviderClient> {
  const account = accountOf(parts, gitProviderRow(parts.store, id));
  const { gitProviderClient } = await import('../../remote/git-provider/ask-provider.ts');
  return gitProviderClient(account, signal);
}

/**
 * What signs in to a provider. It may be in the network of this machine as long as the account that said where it is may
 * use that, which is asked anew each time (R20). CONFLICT on `accessToken` where that cannot be opened.
 */
export function accountOf({ store, host }: Parts, row: GitProviderRow): GitProviderAccount {
  return {
    type: row.type,
    baseUrl: row.base_url,
    username: row.username,
    workspace: row.workspace,
    token: store.sealer.open(row.token, tokenPlace(row.id)),
    allowsPrivate: hostRightsOf({ store, host }, row.reached_by ?? '').has('use-keys'),
  };
}
