import type { AutoDeploy, AutoDeployPreview } from '#shared/contract/auto-deploy.ts';
import { every } from '../../events/every.ts';
import type { Host } from '../../host.ts';
import { inNameOf } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { Deployments } from '../deployment/index.ts';
import { hasGitProvider } from '../git-provider/index.ts';
import { instant } from '../node/index.ts';
import { decide, pathCounter, shownPath } from './decide.ts';
import { type LookAt, lookAtBranch } from './look.ts';
import { LookQueue } from './look-queue.ts';
import { autoDeployOf, autoDeployRow, leftOutBy, watchedServices } from './rows.ts';
import { createWebhooks, type Webhooks } from './webhook/webhooks.ts';

/** The watch over the branches of services that are deployed by themselves. */
export interface AutoDeploys {
  get(serviceId: string): Promise<AutoDeploy>;
  /** Looks where the branch is, and changes nothing; by words and paths that are given, to try them. */
  preview(asked: Asked, signal: AbortSignal): Promise<AutoDeployPreview>;
  /** Looks at all branches once, one after the other; what goes wrong with one is kept as its problem. */
  look(): Promise<void>;
  /** What git servers tell of pushes; each has its branch looked at then. */
  readonly webhooks: Webhooks;
  close(): void;
}

interface Asked {
  readonly serviceId: string;
  readonly skipWords?: readonly string[] | undefined;
  readonly watchPaths?: readonly string[] | undefined;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly deployments: Pick<Deployments, 'deploy'>;
  /** Where a branch is; another one in tests. */
  readonly lookAt?: LookAt;
}

const everyMs = 60_000;
/** How many branches are looked at at the same time. */
const mostLooks = 4;
const mostShown = 100;

/** Makes the watch; nothing is asked as long as no service is deployed by itself. */
export function createAutoDeploys({ store, host, deployments, lookAt = lookAtBranch }: Parts): AutoDeploys {
  const { database } = store;
  const checked = new Map<string, number>();
  const closing = new AbortController();
  let looking: Promise<void> | undefined;

  const sight = async ({ serviceId, ...said }: Asked, why: 'watch' | 'preview', signal: AbortSignal) => {
    // a start loads no schema, by which configurations are read
    const { watchedSource, deployedCommit } = await import('./source.ts');
    const source = watchedSource(store, serviceId);
    const row = autoDeployRow(database, serviceId);
    const seen = row?.seen_source === source.key ? row.seen_commit : null;
    const kept = leftOutBy(row);
    const [skipWords, watchPaths] = [said.skipWords ?? kept.skipWords, said.watchPaths ?? kept.watchPaths];
    const since = (commit: string): string | null => {
      if (why === 'watch') return commit === seen || watchPaths.length === 0 ? null : seen;
      return (
        [seen, deployedCommit(store, serviceId)].find((each) => each !== null && each !== commit) ?? null
      );
    };
    const look = await lookAt({ store, host }, { serviceId, ...source, since, signal });
    const decision = decide({ branch: source.branch, ...look, seen, skipWords, watchPaths });
    return { source, ...look, watchPaths, decision };
  };

  /** Looks at a branch, deploys where that is called for, and answers what came of it in words. */
  const lookAtOne = async (serviceId: string): Promise<string> => {
    closing.signal.throwIfAborted();
    const { source, commit, decision } = await sight({ serviceId }, 'watch', closing.signal);
    checked.set(serviceId, host.now());
    keepProblem(serviceId, null);
    const seen = { seen_commit: commit, seen_source: source.key };
    const left = `Not deployed: ${decision.because}.`;
    if (decision.does === 'wait') return left;
    const row = autoDeployRow(database, serviceId);
    if (!row) return 'Not deployed: that was switched off meanwhile.';
    if (decision.does === 'note') {
      store.write((tx) =>
        tx.database.run(sql.updateTable('auto_deploy').set(seen).where('service_id', '=', serviceId)),
      );
      return left;
    }
    const context = inNameOf(store, {
      accountId: row.account_id,
      name: `${row.name}, as ${decision.because}`,
      operation: 'deployment.create',
      permission: 'deployment.create',
      nodeId: serviceId,
      signal: closing.signal,
    });
    // the deployment and that its commit was seen are one: neither is there without the other after a crash
    const write: typeof context.write = (change) =>
      context.write((tx) => {
        const result = change(tx);
        tx.database.run(sql.updateTable('auto_deploy').set(seen).where('service_id', '=', serviceId));
        return result;
      });
    await deployments.deploy({ ...context, write }, serviceId);
    return `Deployed: ${decision.because}.`;
  };

  const keepProblem = (serviceId: string, problem: string | null): void => {
    if ((autoDeployRow(database, serviceId)?.problem ?? null) === problem) return;
    store.write((tx) => {
      tx.database.run(sql.updateTable('auto_deploy').set({ problem }).where('service_id', '=', serviceId));
      tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    });
  };

  const orProblem = async (serviceId: string): Promise<string> => {
    try {
      return await lookAtOne(serviceId);
    } catch (error) {
      if (closing.signal.aborted) throw error;
      keepProblem(serviceId, problemOf(error));
      if (!(error instanceof Error)) throw error;
      host.log.info('a branch could not be looked at or deployed', {
        service: serviceId,
        error: String(error),
      });
      return `Not deployed: ${problemOf(error)}`;
    }
  };

  // a push and the minute that look at once would deploy one commit twice
  const looks = new LookQueue(orProblem, mostLooks);
  const webhooks = createWebhooks({ store, host, look: (serviceId) => looks.ask(serviceId) });

  const lookAtAll = async (): Promise<void> => {
    for (const serviceId of watchedServices(database)) {
      if (closing.signal.aborted) return;
      await looks.ask(serviceId).catch((error: unknown) => {
        if (!closing.signal.aborted) throw error;
      });
    }
  };

  const look = (): Promise<void> => {
    looking ??= lookAtAll().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  const stop = every(
    everyMs,
    () => {
      look().catch((error: unknown) =>
        host.log.error('branches could not be looked at', { error: String(error) }),
      );
    },
    { log: host.log, what: 'looking at branches' },
  );

  return {
    async get(serviceId) {
      const { sourceUrl } = await import('./source.ts');
      const [at, url] = [checked.get(serviceId), sourceUrl(store, serviceId)];
      const isTold = url !== null && hasGitProvider({ store, host }, { serviceId, url });
      const checkedAt = at === undefined ? null : instant(at);
      const takesWebhooks = host.kind !== 'desktop';
      const webhook = webhooks.get(serviceId);
      return { ...autoDeployOf(database, serviceId, { isTold, checkedAt }), webhook, takesWebhooks };
    },
    async preview(asked, signal) {
      const { deployedCommit } = await import('./source.ts');
      const { source, commit, message, changed, watchPaths, decision } = await sight(
        asked,
        'preview',
        signal,
      );
      const counts = pathCounter(watchPaths);
      return {
        branch: source.branch,
        commit,
        message: message?.split('\n', 1)[0]?.slice(0, 200) ?? null,
        deployedCommit: deployedCommit(store, asked.serviceId),
        changed:
          changed
            ?.toSorted((a, b) => Number(counts(b)) - Number(counts(a)))
            .slice(0, mostShown)
            .map((path) => ({ path: shownPath(path), counts: counts(path) })) ?? null,
        changedCount: changed?.length ?? null,
        wouldDeploy: decision.does === 'deploy',
        because: decision.because,
      };
    },
    look,
    webhooks,
    close() {
      stop();
      webhooks.close();
      closing.abort();
    },
  };
}

function problemOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
