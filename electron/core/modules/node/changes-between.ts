import type { AuditChange } from '../../rpc/index.ts';

/** The fields of `after` that differ from `before`, for the audit trail; absent ones were not asked for. */
export const changesBetween = <T extends object>(
  before: T,
  after: { readonly [F in keyof T]?: T[F] | undefined },
): AuditChange[] =>
  Object.entries(after).flatMap(([field, value]) => {
    const old = before[field as keyof T];
    return value === undefined || value === old ? [] : [{ field, before: old, after: value }];
  });
