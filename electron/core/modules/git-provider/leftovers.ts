import { every } from '../../events/every.ts';
import type { Host } from '../../host.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { clientFor } from './client-for.ts';

/** What takes away at git providers what no service wants there any more. */
export interface Leftovers {
  /**
   * Tries what is due; with a provider, what is left there, or the one that is known by a text. What fails is kept with its
   * reason. A caller who goes away ends it.
   */
  sweep(of?: LeftAt, signal?: AbortSignal): Promise<void>;
  /**
   * Does what makes something at a provider while nothing is taken away there: what was noted meanwhile, and is wanted
   * again, is made after the old one went. Others of the same provider wait; keep it short.
   */
  inTurn<T>(gitProviderId: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

interface LeftAt {
  readonly gitProviderId: string;
  readonly known?: string | undefined;
}

const everyMs = 60_000;
/** Tried again after 1, 4, 9 … minutes, so often; after that when somebody tests the provider. */
const mostTries = 12;
const atOnce = 20;

/** Makes it; nothing is asked as long as nothing is left. */
export function createLeftovers({ store, host }: { readonly store: Store; readonly host: Host }): Leftovers {
  const { database } = store;
  const closing = new AbortController();
  const turns = new Map<string, Promise<unknown>>();

  const inTurn = <T>(gitProviderId: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(gitProviderId) ?? Promise.resolve()).then(work);
    const ended = turn
      .catch(() => undefined)
      .then(() => {
        if (turns.get(gitProviderId) === ended) turns.delete(gitProviderId);
      });
    turns.set(gitProviderId, ended);
    return turn;
  };

  // what nobody tried for the longest comes first: no number of hopeless ones keeps the others waiting
  const all = sql
    .selectFrom('provider_leftover')
    .selectAll()
    .orderBy('tried_at', (order) => order.asc().nullsFirst())
    .orderBy('number');

  const due = (of: LeftAt | undefined) => {
    if (of) {
      const there = all.where('git_provider_id', '=', of.gitProviderId).limit(atOnce);
      return database.all(of.known === undefined ? there : there.where('known', '=', of.known));
    }
    return database
      .all(all.where('tries', '<', mostTries))
      .filter(({ tries, tried_at: at }) => at === null || at + tries * tries * 60_000 <= host.now());
  };

  const takeAway = async (number: number, signal: AbortSignal): Promise<void> => {
    const left = database.first(sql.selectFrom('provider_leftover').selectAll().where('number', '=', number));
    // wanted again, or taken away, while others had their turn
    if (!left || signal.aborted) return;
    try {
      const client = await clientFor({ store, host }, left.git_provider_id, signal);
      if (left.kind === 'webhook') await client.removeWebhook(left.repository, left.known);
      else await client.removeDeployKey(left.repository, left.known);
      if (closing.signal.aborted) return;
      store.write((tx) => {
        tx.database.run(sql.deleteFrom('provider_leftover').where('number', '=', number));
        tx.announce({ kind: 'gitProvider', nodeId: left.git_provider_id, verb: 'updated' });
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Error)) throw error;
      const problem = error.message.slice(0, 500);
      store.write((tx) => {
        const tried = { tries: left.tries + 1, tried_at: tx.now, problem };
        tx.database.run(sql.updateTable('provider_leftover').set(tried).where('number', '=', number));
        tx.announce({ kind: 'gitProvider', nodeId: left.git_provider_id, verb: 'updated' });
      });
    }
  };

  const sweepAt = async (of: readonly ReturnType<typeof due>[number][], signal: AbortSignal) => {
    for (const { number, git_provider_id: id } of of.slice(0, atOnce)) {
      if (signal.aborted) return;
      await inTurn(id, () => takeAway(number, signal));
    }
  };

  const sweep = async (of?: LeftAt, asked?: AbortSignal): Promise<void> => {
    const signal = asked ? AbortSignal.any([asked, closing.signal]) : closing.signal;
    const byProvider = Map.groupBy(due(of), (left) => left.git_provider_id);
    await Promise.all([...byProvider.values()].map((each) => sweepAt(each, signal)));
  };

  let isSweeping = false;
  const stop = every(
    everyMs,
    () => {
      if (isSweeping) return;
      isSweeping = true;
      sweep()
        .catch((error: unknown) =>
          host.log.error('what is left at git providers could not be taken away', { error: String(error) }),
        )
        .finally(() => {
          isSweeping = false;
        });
    },
    { log: host.log, what: 'taking away what is left at git providers' },
  );

  return {
    sweep,
    inTurn,
    close() {
      stop();
      closing.abort();
    },
  };
}
