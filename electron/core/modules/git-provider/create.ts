import type { GitProvider } from '#shared/contract/git-provider.ts';
import type { GitProviderType } from '#shared/model/git-provider.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { GitProviderContext } from './context.ts';
import { gitProviderOf, tokenPlace } from './queries.ts';
import { requireAddress, requireWorkspace } from './require-address.ts';

interface NewGitProvider {
  readonly organizationId: string;
  readonly name: string;
  readonly type: GitProviderType;
  readonly baseUrl?: string | undefined;
  readonly username?: string | undefined;
  readonly workspace?: string | undefined;
  readonly accessToken: string;
}

/** Adds a git provider, its token sealed. Nothing is asked of it before a test, a list or a deployment. */
export function createGitProvider(
  context: Pick<GitProviderContext, 'host'> & OperationContext,
  input: NewGitProvider,
): GitProvider {
  const { store } = context;
  const { organizationId, name, type, accessToken } = input;
  const baseUrl = requireAddress(context, input);
  const [username, workspace] = [input.username || null, input.workspace || null];
  requireWorkspace(type, workspace);
  const id = context.write((tx) => {
    const made = tx.createNode({ kind: 'gitProvider', parentId: organizationId, name });
    tx.database.run(
      sql.insertInto('git_provider').values({
        id: made,
        organization_id: organizationId,
        type,
        base_url: baseUrl,
        username,
        workspace,
        token: tx.sealer.seal(accessToken, tokenPlace(made)),
        token_set_at: tx.now,
        reached_by: context.caller.accountId,
        created_at: tx.now,
      }),
    );
    const changes = Object.entries({ type, baseUrl, username, workspace })
      .filter(([, after]) => after !== null)
      .map(([field, after]) => ({ field, after }));
    tx.audit({ nodeId: made, fact: { type: 'created' }, changes });
    return made;
  });
  return gitProviderOf(store, id);
}
