import { X } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { scopeKinds } from '#shared/model/nodes.ts';
import { indexOf, useTree } from '../../lib/use-tree.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SelectField } from '../../ui/select-field.tsx';

interface GrantPickerProps {
  readonly organizationId: string;
  readonly nodeIds: readonly string[];
  readonly onChange: (nodeIds: string[]) => void;
}

const none: readonly TreeNode[] = [];

/** `shop/production/web`, for each node that a grant may be given on. */
const pathsOf = (nodes: readonly TreeNode[]): Map<string, string> => {
  const { byId } = indexOf(nodes);
  const pathOf = (node: TreeNode): string => {
    const parent = byId.get(node.parentId ?? '');
    return parent && parent.kind !== 'organization' ? `${pathOf(parent)}/${node.name}` : node.name;
  };
  const scopes = nodes.filter(({ kind }) => (scopeKinds as readonly string[]).includes(kind));
  const named = scopes.map((node) => [node.id, pathOf(node)] as const);
  return new Map(named.sort(([, a], [, b]) => a.localeCompare(b)));
};

/** Chooses where the offered role holds; a place opens all that lies below it. */
export const GrantPicker = ({ organizationId, nodeIds, onChange }: GrantPickerProps) => {
  const { data: nodes = none } = useTree(organizationId);
  const paths = pathsOf(nodes);
  const { byId } = indexOf(nodes);
  const options = [...paths]
    .filter(([id]) => !nodeIds.includes(id))
    .map(([id, path]) => ({ value: id, label: `${path} (${byId.get(id)?.kind})` }));
  return (
    <div className="flex flex-col gap-1.5">
      <SelectField
        label="Where (optional)"
        hint="Each place opens all that lies below it."
        value=""
        onChange={(event) => event.target.value && onChange([...nodeIds, event.target.value])}
        options={[{ value: '', label: 'Choose a project, environment, service or server…' }, ...options]}
      />
      {nodeIds.length > 0 && (
        <ul aria-label="Granted places" className="flex flex-wrap gap-1.5">
          {nodeIds.map((id) => (
            <li key={id} className="flex items-center gap-1 rounded border border-strong pl-2 text-sm">
              {paths.get(id) ?? id}
              <IconButton
                label={`Take ${paths.get(id) ?? id} out`}
                icon={X}
                size="xs"
                onClick={() => onChange(nodeIds.filter((each) => each !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
