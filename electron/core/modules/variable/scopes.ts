import type { GivenVariable } from '#shared/contract/variable.ts';
import { AppError } from '#shared/model/errors.ts';
import { type Dimension, dimensions, scopeOfKey } from '#shared/model/variables/scope.ts';
import { isAtOrAbove } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Entry } from './entries.ts';

/**
 * Refuses a scope that names what the caller does not see, what is of another kind or organization, or an environment
 * that is not below the node, all alike (R14). What the level names already may stay: it may be gone, or another's.
 */
export function requireScopes(
  { store, caller }: OperationContext,
  nodeId: string,
  before: readonly Entry[],
  given: readonly GivenVariable[],
): void {
  const known = new Set(before.flatMap(({ scope }) => idsOf(scopeOfKey(scope)).map(({ id }) => id)));
  const level = store.access.node(nodeId);
  for (const { scope = {} } of given) {
    for (const { dimension, id } of idsOf(scope)) {
      if (known.has(id)) continue;
      const node = store.access.node(id);
      const isThere =
        node?.kind === dimension &&
        node.organizationId === level?.organizationId &&
        store.access.canSee(caller.subject, id) &&
        (level === undefined || !liesInTree(dimension) || isAtOrAbove(level, node));
      if (!isThere) throw new AppError('NOT_FOUND', { kind: dimension, id });
    }
  }
}

/** A server lies beside the projects, so it is below none of their nodes. */
function liesInTree(dimension: Dimension): boolean {
  return dimension !== 'server';
}

function idsOf(scope: Partial<Record<Dimension, readonly string[] | undefined>>) {
  return dimensions.flatMap((dimension) => (scope[dimension] ?? []).map((id) => ({ dimension, id })));
}
