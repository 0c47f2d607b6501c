import type { Member } from '#shared/contract/member.ts';
import { roleOptions, useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { type Reason, reasonText } from '../../ui/reason.ts';

interface RoleSectionProps {
  readonly member: Member;
  readonly roleId: string;
  readonly onChange: (roleId: string) => void;
  readonly lockedReason: Reason | undefined;
}

const reachWords = {
  organization: 'It holds everywhere in the organization.',
  granted: 'It holds only where a grant says so.',
};

/** The role of a member; only roles that the caller may give are offered. */
export const RoleSection = ({ member, roleId, onChange, lockedReason }: RoleSectionProps) => {
  const roles = useAssignableRoles(member.organizationId);
  const chosen = roles.find(({ id }) => id === roleId);
  const reach = roleId === member.role.id ? member.role.reach : chosen?.reach;
  const isChanged = roleId !== member.role.id;
  return (
    <FormSection title="Role">
      <div className="w-80">
        <SelectField
          label="Role in this organization"
          value={roleId}
          disabled={lockedReason !== undefined}
          title={reasonText(lockedReason)}
          onChange={(event) => onChange(event.target.value)}
          options={roleOptions(roles, member.role)}
          hint={[chosen?.description, reach && reachWords[reach], isChanged && `Was ${member.role.name}.`]
            .filter(Boolean)
            .join(' ')}
        />
      </div>
    </FormSection>
  );
};
