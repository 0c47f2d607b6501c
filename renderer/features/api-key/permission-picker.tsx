import { useState } from 'react';
import type { Organization } from '#shared/contract/organization.ts';
import { allPermissions, type Permission } from '#shared/model/permissions.ts';
import { fitsFilter, PermissionFilter, PermissionKindRow } from '../../lib/access/permission-checks.tsx';
import { kindOf } from '../../lib/access/permission-words.ts';

/** All that somebody holds anywhere in the organization: a key can be given no more. */
export const heldAnywhere = (organization: Organization | undefined): ReadonlySet<string> =>
  new Set([
    ...(organization?.permissions ?? []),
    ...(organization?.grants ?? []).flatMap(({ permissions }) => permissions),
  ]);

const groups = [...Map.groupBy(allPermissions, kindOf)];

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
  const shown = groups.filter(([kind, permissions]) => fitsFilter(kind, permissions, filter));
  const reasonAgainst = (permission: Permission): string | undefined =>
    held.has(permission) ? undefined : `You do not hold ${permission}, so no key of yours can.`;
  return (
    <div className="flex flex-col gap-2">
      <PermissionFilter
        filter={filter}
        onFilter={setFilter}
        chosen={chosen}
        onChange={onChange}
        offered={shown.flatMap(([, permissions]) => permissions.filter((each) => held.has(each)))}
      />
      <div className="max-h-56 overflow-y-auto rounded border border-line">
        {shown.map(([kind, permissions]) => (
          <PermissionKindRow
            key={kind}
            kind={kind}
            permissions={permissions}
            chosen={chosen}
            onChange={onChange}
            reasonAgainst={reasonAgainst}
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
