import * as z from 'zod';

type Issue = z.core.$ZodRawIssue;

const plural = (count: number | bigint, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const sizeOf = (origin: string, count: number | bigint): string => {
  if (origin === 'string') return `have ${plural(count, 'character')}`;
  return origin === 'array' || origin === 'set' ? `have ${plural(count, 'item')}` : `be ${count}`;
};

const bounded = (origin: string, side: 'least' | 'most', count: number | bigint): string =>
  `must ${sizeOf(origin, count).replace(/^(have|be) /, `$1 at ${side} `)}`;

const formats: Readonly<Record<string, string>> = {
  datetime: 'must be an instant such as 2026-01-31T12:00:00Z',
  email: 'must be an e-mail address such as ada@example.com',
  url: 'must be an address such as https://example.com',
};

const oneOf = (values: readonly unknown[]): string =>
  values.length > 12
    ? 'must be one of those that the documentation lists'
    : `must be one of ${values.join(', ')}`;

/** A discriminator that may be left out has nothing as one of its values. */
const namedOf = (values: unknown): unknown[] =>
  Array.isArray(values) ? values.filter((value) => value !== undefined) : [];

const literalsOf = (issue: Issue): readonly unknown[] => {
  if (issue.code !== 'invalid_union') return [];
  const each = issue.errors.map(([first, ...others]) =>
    first?.code === 'invalid_value' && others.length === 0 && first.path.length === 0
      ? first.values
      : undefined,
  );
  return each.every((values) => values !== undefined) ? each.flat() : [];
};

/** What a value has to be like, as the end of a sentence that begins with the field's name. */
export const zodWords = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'must be given' : `must be of the type ${issue.expected}`;
    case 'too_small':
      return bounded(issue.origin, 'least', issue.minimum);
    case 'too_big':
      return bounded(issue.origin, 'most', issue.maximum);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_format':
      return formats[issue.format];
    case 'unrecognized_keys':
      return `has no such field: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      // a union by a discriminator says itself which there are
      if (issue.note === 'No matching discriminator') return oneOf(namedOf(issue.options));
      return literalsOf(issue).length > 0 ? oneOf(literalsOf(issue)) : undefined;
    default:
      return undefined;
  }
};

z.config({ customError: zodWords });
