import { useChildren } from '../../lib/tree/use-tree.ts';

/** The servers that services may be put on at once, and the choice to do that later. */
export function useServerOptions(
  organizationId: string,
): { readonly value: string; readonly label: string }[] {
  const servers = useChildren(organizationId, 'server');
  return [
    { value: '', label: 'Chosen later, for each service' },
    ...servers.map(({ id, name }) => ({ value: id, label: name })),
  ];
}
