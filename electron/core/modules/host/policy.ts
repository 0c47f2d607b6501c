import type { HostPolicy } from '#shared/contract/host.ts';
import { foundingPolicyOf } from '../../access/index.ts';
import { sql } from '../../store/database.ts';
import type { HostContext } from './context.ts';

/** Changes who may found organizations; organizations that are there stay. */
export function updateHostPolicy(context: HostContext, { founding }: HostPolicy): HostPolicy {
  const { store } = context;
  const before = foundingPolicyOf(store);
  context.write((tx) => {
    tx.database.run(sql.replaceInto('host_policy').values({ id: 1, founding }));
    tx.audit({ changes: before === founding ? [] : [{ field: 'founding', before, after: founding }] });
    tx.afterCommit(() => context.sessions.changed());
  });
  return { founding };
}
