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

export function skipWordsOf({ skip_words }: AutoDeployRow): string[] {
  return JSON.parse(skip_words) as string[];
}

/** As the contract shows it; `checkedAt` is what the watch remembers. */
export function autoDeployOf(database: Database, serviceId: string, checkedAt: string | null): AutoDeploy {
  const row = autoDeployRow(database, serviceId);
  return {
    serviceId,
    isOn: row !== undefined,
    skipWords: row ? skipWordsOf(row) : [...defaultSkipWords],
    inNameOf: row?.name ?? null,
    seenCommit: row?.seen_commit ?? null,
    problem: row?.problem ?? null,
    checkedAt: row ? checkedAt : null,
  };
}
