import type { Deployment } from '#shared/contract/deployment.ts';
import type { Store } from '../../store/store.ts';
import { allDeployments } from './rows.ts';
import { toDeployment } from './view.ts';

/** One page of a service's deployments, newest first; the cursor is the number of the last one shown. */
export const listDeployments = (
  store: Store,
  input: { serviceId: string; cursor?: string | undefined; limit: number },
): { items: Deployment[]; next?: string } => {
  const before = Number.parseInt(input.cursor ?? '', 10);
  const rows = allDeployments(store.database, (query) => {
    const ofService = query
      .where('node.parent_id', '=', input.serviceId)
      .orderBy('deployment.number', 'desc')
      .limit(input.limit + 1);
    return Number.isFinite(before) ? ofService.where('deployment.number', '<', before) : ofService;
  });
  const items = rows.slice(0, input.limit).map(toDeployment);
  const last = items.at(-1);
  return rows.length > input.limit && last ? { items, next: String(last.number) } : { items };
};
