import { AppError } from '#shared/model/errors.ts';

interface Uses {
  /** By how many it is used, whoever may see them. */
  readonly count: number;
  /** Those that the caller may read. */
  readonly seen: readonly { readonly path: string }[];
  /** What the rest are called. */
  readonly unseen: string;
  readonly cure: string;
}

const longestList = 10;

/** Refuses to delete what is used: CONFLICT that names the first ten users the caller may read, and counts the others of those. */
export function requireUnused({ count, seen, unseen, cure }: Uses): void {
  if (count === 0) return;
  const named = seen.slice(0, longestList).map(({ path }) => path);
  const more = seen.length - named.length;
  const others = seen.length < count ? [`${unseen} that you may not see`] : [];
  const users = [...named, ...(more > 0 ? [`${more} more`] : []), ...others].join(', ');
  throw new AppError('CONFLICT', { field: '', reason: `used by ${users}; ${cure}` });
}
