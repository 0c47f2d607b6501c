import type { AuditChange } from '../../rpc/index.ts';

/** The fields of `after` that say something else than before, for the audit trail; absent ones were not asked for. */
export const changesBetween = <T extends object>(
  before: T,
  after: { readonly [F in keyof T]?: T[F] | undefined },
): AuditChange[] =>
  Object.entries(after).flatMap(([field, value]) => {
    const old = before[field as keyof T];
    return value === undefined || isSame(value, old) ? [] : [{ field, before: old, after: value }];
  });

/** Both come from schemas, which give fields one order. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
