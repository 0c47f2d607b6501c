import type { Store } from '../../store/store.ts';
import type { GrantRow } from '../rows.ts';
import { grantIdentity, holderId } from './plan.ts';

/** What becomes of the grants that name a role when another one takes its place. */
export interface ReplacedGrants {
  readonly changed: readonly { readonly before: GrantRow; readonly row: GrantRow }[];
  /** Of two that then give the same on the same scope, the one that ends first: it goes. */
  readonly doubled: readonly GrantRow[];
}

/** Works out what follows a deleted role; nothing is written. */
export function replacedGrants(
  { access: { memberships } }: Store,
  roleId: string,
  replacementId: string,
): ReplacedGrants {
  const named = [...memberships.grants()].filter((row) => row.roleId === roleId);
  const holders = new Set(named.map(holderId));
  const doubled = [...holders].flatMap((holder) => {
    const after = memberships
      .grantsOf(holder)
      .map((row) => ({
        row,
        identity: grantIdentity(row.roleId === roleId ? { ...row, roleId: replacementId } : row),
      }))
      .toSorted((a, b) => endOf(b.row) - endOf(a.row));
    const staying = new Map(after.toReversed().map(({ row, identity }) => [identity, row]));
    return after.flatMap(({ row, identity }) => (staying.get(identity) === row ? [] : [row]));
  });
  return {
    changed: named
      .filter((row) => !doubled.includes(row))
      .map((before) => ({ before, row: { ...before, roleId: replacementId } })),
    doubled,
  };
}

function endOf({ endsAt }: GrantRow): number {
  return endsAt ?? Number.MAX_SAFE_INTEGER;
}
