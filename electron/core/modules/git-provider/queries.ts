import type { GitProvider, GitProviderUse } from '#shared/contract/git-provider.ts';
import { pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow, requireUnused } from '../node/index.ts';
import { leftoversAt } from './marks.ts';

const rows = sql
  .selectFrom('git_provider')
  .innerJoin('node', 'node.id', 'git_provider.id')
  .selectAll('git_provider')
  .select('node.name');

/** A git provider as it is stored, with its name. */
export type GitProviderRow = NonNullable<ReturnType<typeof firstRow>>;

/** A git provider by its id, or NOT_FOUND. */
export function gitProviderRow({ database }: Store, id: string): GitProviderRow {
  return requireRow(firstRow(database, id), 'gitProvider', id);
}

/** Where the sealed token of a git provider lives. */
export function tokenPlace(id: string) {
  return { table: 'git_provider', row: id, column: 'token' };
}

/** A git provider as the contract shows it: nothing of its token but when it was given. */
export function gitProviderOf(store: Store, id: string): GitProvider {
  return toGitProvider(store, gitProviderRow(store, id));
}

/** The git providers of an organization that the caller may use, by name. */
export function gitProvidersFor({ store, caller }: OperationContext, organizationId: string): GitProvider[] {
  const all = rows.where('git_provider.organization_id', '=', organizationId).orderBy('node.name');
  return store.database
    .all(all)
    .filter(({ id }) => store.access.can(caller.subject, 'gitProvider.read', id))
    .map((row) => toGitProvider(store, row));
}

/** The services that are fetched by a git provider, by path: those that the caller may read. */
export function usageOf({ store, caller }: OperationContext, id: string): GitProviderUse[] {
  return usesOf(store, id).filter(({ serviceId }) => store.access.canRead(caller.subject, serviceId));
}

/** Refuses where services are fetched by it; what the caller may not read is not named. */
export function requireNoUse(context: OperationContext, id: string): void {
  requireUnused({
    count: usesOf(context.store, id).length,
    seen: usageOf(context, id),
    unseen: 'services',
    cure: 'give them another way first',
  });
}

function firstRow(database: Database, id: string) {
  return database.first(rows.where('git_provider.id', '=', id));
}

function toGitProvider({ database }: Store, row: GitProviderRow): GitProvider {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    type: row.type,
    baseUrl: row.base_url,
    username: row.username,
    workspace: row.workspace,
    version: row.version,
    createdAt: instant(row.created_at),
    tokenSetAt: instant(row.token_set_at),
    leftovers: leftoversAt(database, row.id),
  };
}

function usesOf({ access, database }: Store, id: string): GitProviderUse[] {
  const bound = database.all(
    sql.selectFrom('git_binding').select(['service_id', 'url']).where('git_provider_id', '=', id),
  );
  const marked = database.all(
    sql
      .selectFrom('provider_mark')
      .select(['service_id', 'repository as url'])
      .where('git_provider_id', '=', id)
      .where('service_id', 'not in', [...bound.map((each) => each.service_id), '']),
  );
  const byService = new Map([...marked, ...bound].map((each) => [each.service_id, each]));
  return [...byService.values()]
    .flatMap(({ service_id: serviceId, url }) => {
      const node = access.node(serviceId);
      return node ? [{ serviceId, path: pathTo(node), url }] : [];
    })
    .toSorted((a, b) => a.path.localeCompare(b.path));
}
