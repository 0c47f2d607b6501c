import { isRepositoryOf } from '#shared/model/git-provider.ts';
import type { Host } from '../../host.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { GitLogin } from '../../workload/index.ts';
import { accountOf } from './client-for.ts';
import { gitProviderRow } from './queries.ts';

/**
 * By what the source of a service is fetched over https: the token of its git provider, as long as the address is the one
 * that it was chosen for, and lies there. Null for every other address.
 */
export async function gitLoginFor(
  parts: { readonly store: Store; readonly host: Host },
  { serviceId, url }: { readonly serviceId: string; readonly url: string },
): Promise<GitLogin | null> {
  const row = parts.store.database.first(
    sql
      .selectFrom('git_binding')
      .select('git_provider_id')
      .where('service_id', '=', serviceId)
      .where('url', '=', url),
  );
  if (!row) return null;
  const provider = gitProviderRow(parts.store, row.git_provider_id);
  if (!isRepositoryOf(provider.base_url, url)) return null;
  const { gitLoginOf } = await import('../../remote/git-provider/ask-provider.ts');
  return { ...gitLoginOf(accountOf(parts, provider)), origin: new URL(url).origin };
}
