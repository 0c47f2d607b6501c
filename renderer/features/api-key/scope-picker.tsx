import { useState } from 'react';
import { changeSet } from '../../lib/change-set.ts';
import { markIndexOf } from '../../lib/grants/grant-marks.ts';
import { fittingNodes, grantRows } from '../../lib/grants/grant-rows.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { CheckTree } from '../../ui/form/check-tree.tsx';
import { FieldProblem } from '../../ui/form/field-problem.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { toggleScope } from './chosen-scopes.ts';

interface ScopePickerProps {
  readonly organizationId: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly error: string | undefined;
}

/** The tree of what one sees, with a check box on each project, environment, service and server. */
export const ScopePicker = ({ organizationId, chosen, onChange, error }: ScopePickerProps) => {
  const { data = [] } = useTree(organizationId);
  const index = indexOf(data);
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = [...chosen].map((nodeId) => {
    const terms = { roleId: null, endsAt: null };
    return { key: nodeId, nodeId, tagIds: undefined, saved: undefined, change: undefined, ...terms };
  });
  const rows = grantRows({
    organizationId,
    index,
    marks: markIndexOf(index.byId, shown, []),
    open,
    fitting: fittingNodes(index, filter),
    lockedReason: undefined,
  });
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label="Find a place"
        placeholder="production"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div className="h-44 rounded border border-line">
        {rows.length > 0 ? (
          <CheckTree
            label="Where the key may"
            rows={rows}
            onToggle={(id) => onChange(toggleScope(index, chosen, id))}
            onOpenChange={(id, isOpen) => setOpen(changeSet(open, [id], isOpen))}
          />
        ) : (
          <p className="px-3 py-2 text-muted">
            {filter ? 'Nothing is called that.' : 'There is no project and no server yet.'}
          </p>
        )}
      </div>
      <FieldProblem problem={error} />
    </div>
  );
};
