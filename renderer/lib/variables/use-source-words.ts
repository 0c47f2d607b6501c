import { useCallback } from 'react';
import type { ResolvedVariable } from '#shared/contract/variable.ts';
import { useOrganizationId, useRouteNodeId } from '../navigation.ts';
import { indexOf, useTree } from '../tree/use-tree.ts';
import { useScopeWords } from './use-scope-words.ts';

/** Says where a value comes from: `environment production, overrides project`; of what the page's node gets, or another one. */
export function useSourceWords(
  of?: string,
): (variable: Pick<ResolvedVariable, 'level' | 'scope' | 'overrides' | 'isSecret'>) => string {
  const scopeWords = useScopeWords();
  const routeNodeId = useRouteNodeId();
  const nodeId = of ?? routeNodeId;
  const { data } = useTree(useOrganizationId());
  return useCallback(
    ({ level, scope, overrides, isSecret }) => {
      const names = new Map<string, string>();
      for (let node = data && indexOf(data).byId.get(nodeId ?? ''); node; ) {
        names.set(node.kind, node.name);
        node = node.parentId === null ? undefined : data && indexOf(data).byId.get(node.parentId);
      }
      const where = scopeWords(scope);
      const others = [...new Set(overrides.map((each) => each.level))];
      return [
        `${level} ${names.get(level) ?? ''}`.trim() + (where === '' ? '' : `, for ${where}`),
        ...(others.length > 0 ? [`overrides ${others.join(' and ')}`] : []),
        ...(isSecret === null ? ['not yours to read'] : []),
      ].join(', ');
    },
    [data, nodeId, scopeWords],
  );
}
