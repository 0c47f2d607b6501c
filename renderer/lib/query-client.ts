import { QueryClient } from '@tanstack/react-query';
import { errorCode } from './errors.ts';

/** Data stays fresh until the change feed says otherwise, so nothing is fetched twice by time or focus. */
export const queryClient = new QueryClient({
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
