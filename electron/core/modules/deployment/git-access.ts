import { specFacts } from '#shared/contract/spec-facts.ts';
import type { Host } from '../../host.ts';
import { privateHalves } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { type GitAccess, specOf } from '../../workload/index.ts';
import { gitLoginFor } from '../git-provider/index.ts';
import { allDeployments, progressOf } from './rows.ts';

/** How the source of a service is fetched, by its git provider, its deploy key, and what earlier deployments saw. */
export function gitAccessOf(
  parts: { readonly store: Store; readonly host: Host },
  serviceId: string,
): GitAccess {
  const { store } = parts;
  return {
    gitLogin: (url) => gitLoginFor(parts, { serviceId, url }),
    deployKeys: () => deployKeysOf(store, serviceId),
    knownHosts: (url) =>
      allDeployments(store.database, (query) =>
        query
          .where('node.parent_id', '=', serviceId)
          .where('run.progress', 'is not', null)
          .orderBy('deployment.number', 'desc')
          .limit(100),
      )
        .filter((row) => specFacts(specOf(row)).repository === url)
        .map((row) => progressOf(row).knownHosts)
        .find((known) => known !== undefined),
  };
}

function deployKeysOf(store: Store, id: string): readonly string[] {
  const row = store.database.first(
    sql.selectFrom('service').select(['deploy_key', 'deploy_key_id']).where('id', '=', id),
  );
  if (row?.deploy_key_id) return privateHalves(store, row.deploy_key_id);
  const place = { table: 'service', row: id, column: 'deploy_key' };
  return row?.deploy_key ? [store.sealer.open(row.deploy_key, place)] : [];
}
