import { X } from 'lucide-react';
import type { TreeNode } from '#shared/contract/tree.ts';
import { pathOf } from '../../lib/grants/grant-rows.ts';
import { indexOf, useTree } from '../../lib/use-tree.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SelectField } from '../../ui/select-field.tsx';

interface GrantPickerProps {
  readonly organizationId: string;
  readonly nodeIds: readonly string[];
  readonly onChange: (nodeIds: string[]) => void;
}

const none: readonly TreeNode[] = [];

/** Chooses where the offered role holds; a place opens all that lies below it. */
export const GrantPicker = ({ organizationId, nodeIds, onChange }: GrantPickerProps) => {
  const { data: nodes = none } = useTree(organizationId);
  const { byId } = indexOf(nodes);
  const nameOf = (id: string): string => pathOf(byId, id) || id;
  const options = nodes
    .filter(({ id, kind }) => kind !== 'organization' && !nodeIds.includes(id))
    .sort((a, b) => nameOf(a.id).localeCompare(nameOf(b.id)))
    .map(({ id, kind }) => ({ value: id, label: `${nameOf(id)} (${kind})` }));
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
              {nameOf(id)}
              <IconButton
                label={`Take ${nameOf(id)} out`}
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
