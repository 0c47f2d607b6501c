import type { OwnOrganization } from '#shared/contract/organization.ts';
import { demandedPermissions, type Permission } from '#shared/model/permissions.ts';
import { PermissionChecks } from '../../lib/access/permission-checks.tsx';
import { kindOf } from '../../lib/access/permission-words.ts';
import { FieldProblem } from '../../ui/form/field-problem.tsx';

/** All that somebody holds anywhere in the organization: a key can be given no more. */
const heldAnywhere = (organization: OwnOrganization | undefined): ReadonlySet<string> =>
  new Set([
    ...(organization?.permissions ?? []),
    ...(organization?.grants ?? []).flatMap(({ permissions }) => permissions),
  ]);

const kinds = [...Map.groupBy(demandedPermissions, kindOf)];

const whyNot = (permission: Permission): string => `You do not hold ${permission}, so no key of yours can.`;

interface PermissionPickerProps {
  readonly organization: OwnOrganization | undefined;
  readonly chosen: ReadonlySet<Permission>;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
  readonly error: string | undefined;
}

/** Check boxes for every permission; those that one does not hold oneself are inert and say so. */
export const PermissionPicker = ({ organization, chosen, onChange, error }: PermissionPickerProps) => (
  <div className="flex flex-col gap-2">
    <PermissionChecks
      kinds={kinds}
      chosen={chosen}
      held={heldAnywhere(organization)}
      whyNot={whyNot}
      onChange={onChange}
    >
      {(rows) => <div className="max-h-56 overflow-y-auto rounded border border-line">{rows}</div>}
    </PermissionChecks>
    <p className="text-muted text-sm">
      {chosen.size} chosen. Whoever may do what is marked “root” is in effect root on that server.
    </p>
    <FieldProblem problem={error} />
  </div>
);
