import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { orpc } from '../../lib/host/rpc.ts';
import { type FilterState, inputOf, noFilter, rangeError } from './filter-state.ts';

const typingMs = 150;

const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
};

/** The filter of the page, and the events that it finds, page by page. */
export const useAuditSearch = (organizationId: string) => {
  const [filter, setFilter] = useState(noFilter);
  const [chosenAt, setChosenAt] = useState(() => Date.now());
  const text = useSettled(filter.text);
  const change = useCallback((changes: Partial<FilterState>): void => {
    setFilter((known) => ({ ...known, ...changes }));
    setChosenAt(Date.now());
  }, []);
  // A period counts from when it was chosen; without one nothing depends on the time, and the key stays the same.
  const since = filter.period === 'any' || filter.period === 'custom' ? 0 : chosenAt;
  const input = inputOf({ ...filter, text }, since);
  const query = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        organizationId,
        limit: 100,
        ...input,
        ...(cursor ? { cursor } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
      enabled: rangeError(filter) === undefined,
    }),
  );
  return { filter, change, input, query };
};
