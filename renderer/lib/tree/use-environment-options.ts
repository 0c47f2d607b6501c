import { namesTo } from './names-to.ts';
import { indexOf, useTree } from './use-tree.ts';

/** Every environment of an organization by its path below it, and that none is chosen yet. */
export function useEnvironmentOptions(
  organizationId: string,
): { readonly value: string; readonly label: string }[] {
  const { data: nodes = [] } = useTree(organizationId);
  const { byId } = indexOf(nodes);
  const environments = nodes
    .filter(({ kind }) => kind === 'environment')
    .map(({ id }) => ({ value: id, label: namesTo(byId, id).join(' / ') }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return [{ value: '', label: 'Choose one' }, ...environments];
}
