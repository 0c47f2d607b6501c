import { operations } from '#shared/contract/operations.ts';

const patterns = Map.groupBy(operations, ({ path }) => path)
  .entries()
  .map(([path, group]) => ({
    segments: path.split('/'),
    methods: group.map(({ method }) => method as string),
  }))
  .toArray();

const anonymous = operations
  .filter(({ meta }) => meta.anonymous)
  .map(({ method, path }) => ({ method: method as string, segments: path.split('/') }));

const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));

/** The methods that a path below `/api/v1` answers to; empty where there is no such path. */
export const methodsOf = (path: string): readonly string[] => {
  const segments = path.split('/');
  return [
    ...new Set(
      patterns.flatMap(({ segments: pattern, methods }) => (fits(pattern, segments) ? methods : [])),
    ),
  ];
};

/** Whether a path answers to whoever has not signed in. */
export const isAnonymousAt = (method: string, path: string): boolean => {
  const segments = path.split('/');
  return anonymous.some((route) => route.method === method && fits(route.segments, segments));
};
