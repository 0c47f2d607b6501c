import type { AssignableRole } from '#shared/contract/role.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface RolePickerProps {
  readonly roles: readonly AssignableRole[];
  readonly roleId: string;
  readonly onChange: (roleId: string) => void;
}

/** What newcomers are offered first: the organization's choice, else Member, which holds nothing by itself. */
export const firstRole = (roles: readonly AssignableRole[]): string => {
  const first = roles.find(({ isDefault }) => isDefault) ?? roles.find(({ name }) => name === 'Member');
  return (first ?? roles.at(-1))?.id ?? '';
};

/** A role for somebody new; says where it holds. */
export const RolePicker = ({ roles, roleId, onChange }: RolePickerProps) => {
  const isGranted = roles.find(({ id }) => id === roleId)?.reach === 'granted';
  return (
    <SelectField
      label="Role"
      hint={isGranted ? 'Holds only at granted places.' : 'Holds everywhere in this organization.'}
      value={roleId}
      onChange={(event) => onChange(event.target.value)}
      options={roles.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
};
