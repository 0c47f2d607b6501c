import type { Permission } from '#shared/model/permissions.ts';
import { isEmpty, type PermissionBits, permissionsOf, without } from './bits.ts';
import { heldAt } from './effective.ts';
import type { Effective, IndexedNode } from './indexed-node.ts';

/** What a change of somebody's facts gives and takes on one node; everything below it follows. */
export interface Difference {
  readonly node: IndexedNode;
  readonly gained: PermissionBits;
  readonly lost: PermissionBits;
}

/**
 * What one may after a change and might not before, and the reverse: on the organization first, then on each node
 * with a grant that adds to that. Whoever had nothing before, or has nothing after, is undefined.
 */
export const differenceOf = (
  organization: IndexedNode,
  before: Effective | undefined,
  after: Effective | undefined,
): Difference[] => {
  const at = (held: Effective | undefined, node: IndexedNode): PermissionBits =>
    held ? heldAt(held, node) : new Uint32Array(0);
  const nodes = new Set([
    organization,
    ...(before?.scopes ?? new Map()).keys(),
    ...(after?.scopes ?? new Map()).keys(),
  ]);
  return [...nodes].flatMap((node: IndexedNode) => {
    const had = at(before, node);
    const has = at(after, node);
    const gained = has.length === 0 ? new Uint32Array(0) : without(has, had);
    const lost = had.length === 0 ? new Uint32Array(0) : without(had, has);
    return isEmpty(gained) && isEmpty(lost) ? [] : [{ node, gained, lost }];
  });
};

/** The first permission that the difference gives and the actor does not hold on that node themselves (R6). */
export const beyond = (
  actor: Effective | undefined,
  differences: readonly Difference[],
): { permission: Permission; node: IndexedNode } | undefined => {
  for (const { node, gained } of differences) {
    const [permission] = permissionsOf(actor ? without(gained, heldAt(actor, node)) : gained);
    if (permission) return { permission, node };
  }
  return undefined;
};
