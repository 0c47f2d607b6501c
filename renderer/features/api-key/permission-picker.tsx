import { useId, useState } from 'react';
import type { Organization } from '#shared/contract/organization.ts';
import { allPermissions, type Permission } from '#shared/model/permissions.ts';
import { rootPermissions } from '#shared/model/roles.ts';
import { kindOf, kindWords, verbOf } from '../../lib/access/permission-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** All that somebody holds anywhere in the organization: a key can be given no more. */
export const heldAnywhere = (organization: Organization | undefined): ReadonlySet<string> =>
  new Set([
    ...(organization?.permissions ?? []),
    ...(organization?.grants ?? []).flatMap(({ permissions }) => permissions),
  ]);

const groups = [...Map.groupBy(allPermissions, kindOf)];

const fits = (kind: string, permissions: readonly Permission[], filter: string): boolean => {
  const text = filter.trim().toLowerCase();
  return (
    kindWords(kind).toLowerCase().includes(text) ||
    permissions.some((each) => each.toLowerCase().includes(text))
  );
};

interface KindRowProps {
  readonly kind: string;
  readonly permissions: readonly Permission[];
  readonly held: ReadonlySet<string>;
  readonly chosen: ReadonlySet<Permission>;
  readonly onToggle: (permission: Permission, isChosen: boolean) => void;
}

const KindRow = ({ kind, permissions, held, chosen, onToggle }: KindRowProps) => {
  const labelId = useId();
  return (
    <div
      role="group"
      aria-labelledby={labelId}
      className="grid grid-cols-[11rem_1fr] gap-x-3 border-line border-b px-3 py-1.5 last:border-b-0"
    >
      <p id={labelId} className="text-secondary first-letter:uppercase">
        {kindWords(kind)}
      </p>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {permissions.map((permission) => (
          <Checkbox
            key={permission}
            label={rootPermissions.includes(permission) ? `${verbOf(permission)} (root)` : verbOf(permission)}
            isChecked={chosen.has(permission)}
            onChange={(isChosen) => onToggle(permission, isChosen)}
            disabledReason={
              held.has(permission) ? undefined : `You do not hold ${permission}, so no key of yours can.`
            }
          />
        ))}
      </div>
    </div>
  );
};

interface PermissionPickerProps {
  readonly organization: Organization | undefined;
  readonly chosen: ReadonlySet<Permission>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
  readonly error: string | undefined;
}

/** Check boxes for every permission; those that one does not hold oneself are inert and say so. */
export const PermissionPicker = ({ organization, chosen, onChange, error }: PermissionPickerProps) => {
  const [filter, setFilter] = useState('');
  const held = heldAnywhere(organization);
  const shown = groups.filter(([kind, permissions]) => fits(kind, permissions, filter));
  const toggle = (permission: Permission, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(permission);
    else next.delete(permission);
    onChange(next);
  };
  const reads = allPermissions.filter((each) => verbOf(each) === 'read' && held.has(each));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Find a permission"
            placeholder="deployment"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
        <Button onClick={() => onChange(new Set([...chosen, ...reads]))}>Add all reading</Button>
        <Button onClick={() => onChange(new Set())}>Clear</Button>
      </div>
      <div className="max-h-56 overflow-y-auto rounded border border-line">
        {shown.map(([kind, permissions]) => (
          <KindRow
            key={kind}
            kind={kind}
            permissions={permissions}
            held={held}
            chosen={chosen}
            onToggle={toggle}
          />
        ))}
        {shown.length === 0 && <p className="px-3 py-2 text-muted">No permission is called that.</p>}
      </div>
      <p className="text-muted text-sm">
        {chosen.size} chosen. Whoever may do what is marked “root” is in effect root on that server.
      </p>
      {error && (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      )}
    </div>
  );
};
