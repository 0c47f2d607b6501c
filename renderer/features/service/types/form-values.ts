/** A number where a text is one, the text itself where it is not, nothing where it is empty. */
export const numberOrText = (text: string): unknown => {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
};

/** Leaves out what is not there. */
export const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** As much of zod's issues as a form needs. */
export interface ZodIssueLike {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: unknown;
}

/** What is wrong, as it is said beside a field. */
export const messageOf = (issue: ZodIssueLike): string => {
  if (issue.code === 'invalid_type') return 'must be a number';
  if (issue.code === 'too_small' && issue.origin === 'number')
    return `must be at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big' && issue.origin === 'number')
    return `must be at most ${String(issue.maximum)}`;
  if (issue.code === 'too_small') return 'must not be empty';
  return issue.message;
};

/** A number as it is typed. */
export const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));
