import { useCallback } from 'react';
import type { Contract } from '#shared/contract/index.ts';
import { commandLine } from '#shared/model/command-line.ts';
import { useOrganizationId } from './navigation.ts';
import { useOrganization } from './session/use-session.ts';
import { namesTo } from './tree/names-to.ts';
import { indexOf, type NodeIndex, useTree } from './tree/use-tree.ts';

export type OperationName = {
  [Noun in keyof Contract & string]: `${Noun}.${keyof Contract[Noun] & string}`;
}[keyof Contract & string];

/** The path of a node, or its id where a name on the way holds the slash that parts them. */
const pathOf = (nodeId: string, { byId }: NodeIndex, organizationName: string): string => {
  const path = [organizationName, ...namesTo(byId, nodeId)];
  return path.some((name) => name.includes('/')) ? nodeId : path.join('/');
};

/** Writes what a dialog does as a line for a terminal, with paths in the place of the ids of nodes. */
export function useCommandLine(): (
  operation: OperationName,
  input: Readonly<Record<string, unknown>>,
) => string {
  const organization = useOrganization();
  const { data: nodes } = useTree(useOrganizationId());
  return useCallback(
    (operation, input) => {
      const known = nodes && indexOf(nodes);
      const named = Object.entries(input).map(([name, value]) => {
        const isNode = typeof value === 'string' && (known?.byId.has(value) || value === organization?.id);
        return [name, isNode && known ? pathOf(value, known, organization?.name ?? '') : value];
      });
      return commandLine(operation, Object.fromEntries(named));
    },
    [nodes, organization],
  );
}
