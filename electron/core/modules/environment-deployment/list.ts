import type { EnvironmentDeployment } from '#shared/contract/environment-deployment.ts';
import type { Store } from '../../store/store.ts';
import { environmentDeployments } from './rows.ts';
import { toEnvironmentDeployment } from './view.ts';

/** One page of those of an environment, newest first; the cursor is the number of the last one shown. */
export function listEnvironmentDeployments(
  store: Store,
  input: { environmentId: string; cursor?: string | undefined; limit: number },
): { items: EnvironmentDeployment[]; next?: string } {
  const before = Number.parseInt(input.cursor ?? '', 10);
  const rows = environmentDeployments(store.database, (query) => {
    const newest = query
      .where('node.parent_id', '=', input.environmentId)
      .orderBy('environment_deployment.number', 'desc')
      .limit(input.limit + 1);
    return Number.isFinite(before) ? newest.where('environment_deployment.number', '<', before) : newest;
  });
  const items = rows.slice(0, input.limit).map((row) => toEnvironmentDeployment(store, row));
  const last = items.at(-1);
  return rows.length > input.limit && last ? { items, next: String(last.number) } : { items };
}
