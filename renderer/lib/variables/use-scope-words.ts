import { useCallback } from 'react';
import { dimensions, type Scope } from '#shared/model/variables/scope.ts';
import { useOrganizationId } from '../navigation.ts';
import { indexOf, useTree } from '../tree/use-tree.ts';

/** Says where a value holds by the names that the reader sees; empty where it holds everywhere. */
export function useScopeWords(): (scope: Scope | undefined) => string {
  const { data } = useTree(useOrganizationId());
  return useCallback(
    (scope = {}) =>
      dimensions
        .flatMap((dimension) => {
          const ids = scope[dimension] ?? [];
          const names = ids.map(
            (id) => (data && indexOf(data).byId.get(id)?.name) ?? `an unknown ${dimension}`,
          );
          return names.length === 0 ? [] : [[...new Set(names)].join(' or ')];
        })
        .join(', on '),
    [data],
  );
}
