import { type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { errorCode } from '../errors.ts';

/** Queries whose first answer was on its way when something of theirs changed. */
const overtaken = new WeakSet<object>();

/** A session that ended or was locked elsewhere shows in the first answer that is refused. */
const queryCache = new QueryCache({
  onSuccess: (_, query) => {
    if (overtaken.delete(query))
      void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
  },
  onError: (error) => {
    if (errorCode(error) !== 'UNAUTHENTICATED') return;
    void queryClient.invalidateQueries({ queryKey: [['session', 'current']] });
  },
});

/** Data stays fresh until the change feed says otherwise, so nothing is fetched twice by time or focus. */
export const queryClient: QueryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => errorCode(error) === undefined && failures < 3,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/**
 * Has everything read anew that a change touches. A first answer that is still on its way may be older than the change,
 * and would be taken for the newest: it is asked for again once it is there.
 */
export const readAnew = (isTouched: (query: Query) => boolean): Promise<void> => {
  for (const query of queryCache.findAll({ predicate: isTouched }))
    if (query.state.data === undefined && query.state.fetchStatus === 'fetching') overtaken.add(query);
  return queryClient.invalidateQueries({ predicate: isTouched });
};
