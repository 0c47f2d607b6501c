import { operations } from '#shared/contract/operations.ts';

const patterns = Map.groupBy(operations, ({ path }) => path)
  .entries()
  .map(([path, group]) => ({
    segments: path.split('/'),
    methods: group.map(({ method }) => method as string),
  }))
  .toArray();

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
