import type { Query } from '@tanstack/react-query';
import type { Change } from '#shared/contract/changes.ts';
import { isNodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { isVariablesKind, staleAfterVariables } from '#shared/model/variables/levels.ts';
import { forgetDrafts } from '../../state/draft.ts';
import { undoQueue } from '../../state/undo.ts';
import { errorCode } from '../errors.ts';
import { dropConnection } from './link.ts';
import { queryClient, readAnew } from './query-client.ts';
import { orpc, rpc } from './rpc.ts';

/** Longer than the host's own sign of life by far: then the connection is dead even if nobody said so. */
const silenceMs = 60_000;
const retryMs = 1_000;

/** Whether a change makes every query of a resource stale, such as the lists of a whole organization. */
const isStaleAfter = (change: Change, root: string): boolean =>
  root === 'audit' || makesStale(change.kind).includes(root);

const makesStale = (kind: string): readonly string[] => {
  if (isVariablesKind(kind)) return staleAfterVariables;
  return isNodeKind(kind) ? nodeKinds[kind].makesStale : [];
};

/** What somebody may shows in nearly every answer they get. */
const isAffected = (query: Query, change: Change): boolean => {
  if (change.kind === 'access') return true;
  const [path, options] = query.queryKey as [readonly string[], { input?: Record<string, unknown> }?];
  const root = path?.[0] ?? '';
  if (change.kind === 'session') return root === 'session';
  // told each second while bytes go through: it touches nothing else of its service
  if (change.kind === 'tunnel') return root === 'tunnel';
  if (isStaleAfter(change, root)) return true;
  const ids = Object.values(options?.input ?? {});
  return ids.includes(change.nodeId) || (change.parentId !== null && ids.includes(change.parentId));
};

const minimumGapMs = 200;
let pending: Change[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let lastFlush = 0;

const flush = (): void => {
  timer = undefined;
  lastFlush = Date.now();
  const changes = pending;
  pending = [];
  void readAnew((query) => changes.some((change) => isAffected(query, change)));
};

/** The first change is told at once; a storm of them is told a few times a second. */
const announce = (changes: readonly Change[]): void => {
  if (changes.length === 0) return;
  pending.push(...changes);
  if (timer === undefined) timer = setTimeout(flush, Math.max(0, lastFlush + minimumGapMs - Date.now()));
};

/** What is still on its way was asked for after the feed, so it is newer than the gap. */
const hasData = (query: Query): boolean => query.state.data !== undefined;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(wake);
      resolve();
    });
  });

const readOnce = async (organizationId: string, signal: AbortSignal): Promise<void> => {
  let silence: ReturnType<typeof setTimeout> | undefined;
  try {
    const batches = await rpc.changes.watch({ organizationId }, { signal });
    let isFirst = true;
    for await (const batch of batches) {
      clearTimeout(silence);
      silence = setTimeout(dropConnection, silenceMs);
      if (isFirst) void queryClient.invalidateQueries({ predicate: hasData });
      isFirst = false;
      announce(batch);
    }
  } finally {
    clearTimeout(silence);
  }
};

/** The organizations of the caller changed by their own act, which no organization's feed can tell. */
export const refreshSession = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: orpc.session.key() });

const whoIsHere = (): string | undefined =>
  queryClient.getQueryData(orpc.session.current.queryKey({ input: {} }))?.account?.id;

/** Somebody else is signed in, or nobody, or it was unlocked: what was known before may be another person's view. */
export const startAnew = async (): Promise<void> => {
  const before = whoIsHere();
  await queryClient.resetQueries({ queryKey: orpc.session.current.key() });
  if (whoIsHere() !== before) {
    forgetDrafts();
    undoQueue.forget();
  }
  queryClient.removeQueries({ type: 'inactive' });
  await queryClient.invalidateQueries();
};

/**
 * Follows the changes of an organization until told to stop, over every reconnection. After each gap all
 * queries count as stale, since nobody knows what was missed. Nothing else invalidates queries. Ends when the
 * organization is gone or the session ended, for then the session shows it no more; a lost connection is told by its own state.
 */
export const followChanges = async (organizationId: string, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await readOnce(organizationId, signal);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'NOT_FOUND' || code === 'UNAUTHENTICATED') {
        await refreshSession();
        return;
      }
      if (code === 'INTERNAL') console.error('the change feed ended', error);
    }
    await pause(retryMs, signal);
  }
};
