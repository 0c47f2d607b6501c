/** What somebody looks for in a log. */
export interface LogQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly isCaseSensitive: boolean;
}

export type Range = readonly [start: number, end: number];

/** A query ready to be asked, or why it cannot be. `find` answers the ranges in one line, in order. */
export type LogMatcher =
  | {
      readonly isValid: true;
      readonly has: (text: string) => boolean;
      readonly find: (text: string) => Range[];
    }
  | { readonly isValid: false; readonly problem: string };

// Only the beginning of a very long line is searched by an expression: no single line may hold the window up.
const longestSearched = 4_096;
const mostRanges = 200;

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** A group that repeats inside and is repeated itself, such as `(a+)+`, can take minutes on one line. */
const repeatsRepetition = (pattern: string): boolean =>
  /\((?:[^()\\]|\\.)*(?:[+*]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,\d*\})/.test(pattern);

const compile = (query: LogQuery): RegExp | string => {
  const pattern = query.isRegex ? query.text : literal(query.text);
  if (query.isRegex && repeatsRepetition(pattern))
    return 'A repeated group that repeats inside can take forever; simplify it';
  try {
    return new RegExp(pattern, query.isCaseSensitive ? 'gu' : 'giu');
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return `Not a regular expression: ${message.replace(/^Invalid regular expression: \/.*\/\w*: /s, '')}`;
  }
};

/** Prepares a query; `undefined` where nothing is looked for. */
export const compileQuery = (query: LogQuery): LogMatcher | undefined => {
  if (query.text === '') return undefined;
  const expression = compile(query);
  if (typeof expression === 'string') return { isValid: false, problem: expression };
  return {
    isValid: true,
    has: (text) => {
      expression.lastIndex = 0;
      return expression.test(text.slice(0, longestSearched));
    },
    find: (text) =>
      [...text.slice(0, longestSearched).matchAll(expression)]
        .filter((match) => match[0].length > 0)
        .slice(0, mostRanges)
        .map((match) => [match.index, match.index + match[0].length] as const),
  };
};
