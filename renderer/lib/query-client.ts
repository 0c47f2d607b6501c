import { QueryCache, QueryClient } from '@tanstack/react-query';
import { errorCode } from './errors.ts';

/** A session that ended or was locked elsewhere shows in the first answer that is refused. */
const queryCache = new QueryCache({
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
