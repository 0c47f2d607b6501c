import type { Service } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { isRepositoryOf } from '#shared/model/git-provider.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { gitProviderRow } from '../git-provider/index.ts';
import { serviceOf } from './queries.ts';

interface ProviderChoice {
  readonly serviceId: string;
  readonly gitProviderId: string | null;
  readonly repositoryUrl?: string | undefined;
}

/**
 * Has one address fetched by a git provider's token when it is the source of a service: the one that is saved, or one that
 * is about to be; null ends that. Nothing else is kept but for the address that is saved. CONFLICT where it is no https
 * address of that provider.
 */
export function setGitProvider(
  context: OperationContext,
  { serviceId: id, gitProviderId, repositoryUrl: given }: ProviderChoice,
): Service {
  const { store } = context;
  context.write((tx) => {
    const saved = savedUrl(context, id);
    const url = given ?? saved;
    if (gitProviderId !== null) requireAddressAt(context, { url, gitProviderId });
    const bindings = sql.deleteFrom('git_binding').where('service_id', '=', id);
    const stays = saved === null || saved === url ? bindings : bindings.where('url', '<>', saved);
    tx.database.run(stays);
    if (gitProviderId !== null && url !== null) {
      tx.database.run(
        sql.insertInto('git_binding').values({ service_id: id, url, git_provider_id: gitProviderId }),
      );
    }
    tx.announce({ kind: 'service', nodeId: id, verb: 'updated' });
    tx.audit({ changes: [{ field: 'gitProvider', is: named(context, gitProviderId) }] });
  });
  return serviceOf(store, id);
}

function savedUrl({ store }: OperationContext, serviceId: string): string | null {
  const { spec } = serviceOf(store, serviceId);
  return spec && specFacts(spec).repository;
}

function requireAddressAt(
  { store }: OperationContext,
  { url, gitProviderId }: { url: string | null; gitProviderId: string },
): void {
  const { base_url: baseUrl, name } = gitProviderRow(store, gitProviderId);
  if (url === null) refuse('save a git repository as its source first');
  else if (!isRepositoryOf(baseUrl, url)) {
    refuse(`${url} is no https address at ${baseUrl}, where the token of “${name}” may go`);
  }
}

function named({ store }: OperationContext, id: string | null) {
  return id === null
    ? null
    : { id, kind: 'gitProvider' as const, name: gitProviderRow(store, id).name ?? '' };
}

function refuse(reason: string): never {
  throw new AppError('CONFLICT', { field: 'gitProviderId', reason });
}
