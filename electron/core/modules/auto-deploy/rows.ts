import type { AutoDeploy } from '#shared/contract/auto-deploy.ts';
import { defaultSkipWords } from '#shared/model/auto-deploy.ts';
import { type Database, sql } from '../../store/database.ts';

export type AutoDeployRow = NonNullable<ReturnType<typeof autoDeployRow>>;

const rows = sql
  .selectFrom('auto_deploy')
  .innerJoin('account', 'account.id', 'auto_deploy.account_id')
  .selectAll('auto_deploy')
  .select('account.name');

/** How a service is deployed by itself; undefined where it is not. */
export function autoDeployRow(database: Database, serviceId: string) {
  return database.first(rows.where('service_id', '=', serviceId));
}

/** All services that are deployed by themselves. */
export function watchedServices(database: Database): string[] {
  return database.all(sql.selectFrom('auto_deploy').select('service_id')).map((row) => row.service_id);
}

/** By what a commit is left out. */
export interface LeftOutBy {
  readonly skipWords: readonly string[];
  readonly watchPaths: readonly string[];
}

/** What was said for a service; what is usual where it is not deployed by itself. */
export function leftOutBy(row: AutoDeployRow | undefined): LeftOutBy {
  if (!row) return { skipWords: defaultSkipWords, watchPaths: [] };
  return {
    skipWords: JSON.parse(row.skip_words) as string[],
    watchPaths: JSON.parse(row.watch_paths) as string[],
  };
}

/** As the contract shows it; `checkedAt` is what the watch remembers, `isTold` whether there is a git provider. */
export function autoDeployOf(
  database: Database,
  serviceId: string,
  { isTold, checkedAt }: Pick<AutoDeploy, 'isTold' | 'checkedAt'>,
): Omit<AutoDeploy, 'webhook' | 'takesWebhooks'> {
  const row = autoDeployRow(database, serviceId);
  const { skipWords, watchPaths } = leftOutBy(row);
  return {
    serviceId,
    isOn: row !== undefined,
    skipWords: [...skipWords],
    watchPaths: [...watchPaths],
    isTold,
    inNameOf: row?.name ?? null,
    seenCommit: row?.seen_commit ?? null,
    problem: row?.problem ?? null,
    checkedAt: row ? checkedAt : null,
  };
}
