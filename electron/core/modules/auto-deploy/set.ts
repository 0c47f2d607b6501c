import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { hasGitProvider } from '../git-provider/index.ts';
import { autoDeployRow, type LeftOutBy, leftOutBy } from './rows.ts';

type AutoDeployContext = OperationContext & { readonly host: Host };

interface Setting {
  readonly serviceId: string;
  readonly isOn: boolean;
  readonly skipWords?: readonly string[] | undefined;
  readonly watchPaths?: readonly string[] | undefined;
}

/**
 * Has a service deployed when its branch moves, in the caller's name and as long as they may deploy it; what is there now
 * is not deployed by this. CONFLICT where its source is no branch that can be watched, or paths are named that nobody tells.
 */
export async function setAutoDeploy(
  context: AutoDeployContext,
  { serviceId, isOn, ...said }: Setting,
): Promise<void> {
  const { store, caller, host } = context;
  const { watchedSource } = await import('./source.ts');
  context.write((tx) => {
    const before = autoDeployRow(store.database, serviceId);
    const [old, now] = [leftOutBy(before), { ...leftOutBy(before), ...withoutAbsent(said) }];
    tx.audit({
      changes: [
        { field: 'autoDeploy', before: before !== undefined, after: isOn },
        ...(isOn ? changesOf(old, now) : []),
      ],
    });
    tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    tx.database.run(sql.deleteFrom('auto_deploy').where('service_id', '=', serviceId));
    if (!isOn) return;
    const { url } = watchedSource(store, serviceId);
    if (said.watchPaths?.length && !hasGitProvider({ store, host }, { serviceId, url })) {
      const reason = 'only a git provider tells what a commit changes; have the source fetched by one first';
      throw new AppError('CONFLICT', { field: 'watchPaths', reason });
    }
    tx.database.run(
      sql.insertInto('auto_deploy').values({
        service_id: serviceId,
        account_id: caller.accountId,
        skip_words: JSON.stringify([...new Set(now.skipWords)]),
        watch_paths: JSON.stringify(now.watchPaths),
        seen_commit: before?.seen_commit ?? null,
        seen_source: before?.seen_source ?? null,
        problem: null,
      }),
    );
  });
}

function withoutAbsent({ skipWords, watchPaths }: Omit<Setting, 'serviceId' | 'isOn'>): Partial<LeftOutBy> {
  return { ...(skipWords ? { skipWords } : {}), ...(watchPaths ? { watchPaths } : {}) };
}

function changesOf(before: LeftOutBy, after: LeftOutBy) {
  return (['skipWords', 'watchPaths'] as const).flatMap((field) => {
    const [old, now] = [before[field].join(', '), after[field].join(', ')];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
}
