import type { GitProvider } from '#shared/contract/git-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { requireCurrent } from '../node/index.ts';
import type { GitProviderContext } from './context.ts';
import { type GitProviderRow, gitProviderOf, gitProviderRow, tokenPlace } from './queries.ts';
import { requireAddress, requireWorkspace } from './require-address.ts';

interface GitProviderEdit {
  readonly gitProviderId: string;
  readonly name?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly username?: string | undefined;
  readonly workspace?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly version?: number | undefined;
}

/**
 * Changes a git provider; what is fetched afterwards takes it as it is then. A token that is not given stays, but never
 * goes to another address than the one that it was given for.
 */
export function updateGitProvider(
  context: Pick<GitProviderContext, 'host'> & OperationContext,
  edit: GitProviderEdit,
): GitProvider {
  const { store } = context;
  const { gitProviderId: id, name, accessToken } = edit;
  const [username, workspace] = [orNull(edit.username), orNull(edit.workspace)];
  context.write((tx) => {
    const before = gitProviderRow(store, id);
    requireCurrent(before, edit.version);
    const isMoved = edit.baseUrl !== undefined && edit.baseUrl !== before.base_url;
    const baseUrl = isMoved
      ? requireAddress(context, { type: before.type, baseUrl: edit.baseUrl })
      : undefined;
    if (isMoved) requireTokenFor(before, edit);
    if (workspace !== undefined) requireWorkspace(before.type, workspace);
    const columns = {
      ...(accessToken === undefined
        ? {}
        : {
            token: tx.sealer.seal(accessToken, tokenPlace(id)),
            token_set_at: tx.now,
            version: before.version + 1,
          }),
      // from now on it is reached by the right of whoever said where it is (R20)
      ...(isMoved ? { reached_by: context.caller.accountId } : {}),
    };
    const changes = accessToken === undefined ? [] : [{ field: 'accessToken', after: 'changed' }];
    tx.change('gitProvider', id, { name, baseUrl, username, workspace }, { columns, changes });
  });
  return gitProviderOf(store, id);
}

/** An empty text takes away what was there. */
function orNull(text: string | undefined): string | null | undefined {
  return text === undefined ? undefined : text || null;
}

/** Whoever may edit could else have the token sent to a machine of their own, and read it there. */
function requireTokenFor(before: GitProviderRow, { baseUrl, accessToken }: GitProviderEdit): void {
  if (accessToken !== undefined) return;
  const message = `is needed anew for ${baseUrl}: the one that is kept goes to ${before.base_url} alone`;
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'accessToken', message }] });
}
