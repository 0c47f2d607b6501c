import type { AutoDeploy } from '#shared/contract/auto-deploy.ts';
import { defaultSkipWords } from '#shared/model/auto-deploy.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { autoDeployOf, autoDeployRow, skipWordsOf } from './rows.ts';

interface Setting {
  readonly serviceId: string;
  readonly isOn: boolean;
  readonly skipWords?: readonly string[] | undefined;
}

/**
 * Has a service deployed when its branch moves, in the caller's name and as long as they may deploy it; what is there now
 * is not deployed by this. CONFLICT where its source is no branch that can be watched.
 */
export async function setAutoDeploy(
  context: OperationContext,
  { serviceId, isOn, skipWords }: Setting,
): Promise<AutoDeploy> {
  const { store, caller } = context;
  const { watchedSource } = await import('./source.ts');
  context.write((tx) => {
    const before = autoDeployRow(store.database, serviceId);
    tx.audit({ changes: [{ field: 'autoDeploy', before: before !== undefined, after: isOn }] });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.database.run(sql.deleteFrom('auto_deploy').where('service_id', '=', serviceId));
    if (!isOn) return;
    watchedSource(store, serviceId);
    const words = skipWords ?? (before ? skipWordsOf(before) : defaultSkipWords);
    tx.database.run(
      sql.insertInto('auto_deploy').values({
        service_id: serviceId,
        account_id: caller.accountId,
        skip_words: JSON.stringify([...new Set(words)]),
        seen_commit: before?.seen_commit ?? null,
        seen_source: before?.seen_source ?? null,
        problem: null,
      }),
    );
  });
  return autoDeployOf(store.database, serviceId, null);
}
