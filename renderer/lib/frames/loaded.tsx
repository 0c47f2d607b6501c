import type { ReactNode } from 'react';
import { InlineError } from '../../ui/inline-error.tsx';
import { Spinner } from '../../ui/spinner.tsx';

/** What a frame needs of a query. */
export interface FramedQuery<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** How to try again; without it the caller does. */
  readonly refetch?: () => unknown;
}

interface LoadedProps<T> {
  readonly query: FramedQuery<T>;
  /** What is done while there is nothing yet: `Loading the members`. */
  readonly doing: string;
  readonly children: (loaded: T) => ReactNode;
}

/** A part of a page or a dialog that shows what a query answers: loading, the error, and the way to try again. */
export function Loaded<T>({ query, doing, children }: LoadedProps<T>) {
  const { data, error, refetch } = query;
  return (
    <>
      <InlineError error={error} onRetry={refetch && (() => void refetch())} />
      {data === undefined ? !error && <Spinner label={doing} /> : children(data)}
    </>
  );
}
