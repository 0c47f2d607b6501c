import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email, Name } from '#shared/contract/fields.ts';
import { NewPassword } from '#shared/contract/session.ts';
import { useAssignableRoles } from '../../lib/access/use-assignable-roles.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { showToast } from '../../state/toast.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { firstRole, RolePicker } from './role-picker.tsx';

const Values = z.object({ name: Name, email: Email, password: NewPassword });
type Values = z.infer<typeof Values>;

interface AddMemberDialogProps {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Makes an account with a first password, for somebody who sits next to the inviter. */
export const AddMemberDialog = ({ organizationId, onClose }: AddMemberDialogProps) => {
  const roles = useAssignableRoles(organizationId);
  const [chosenRole, setRole] = useState<string>();
  const roleId = chosenRole ?? firstRole(roles);
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: '', email: '', password: '' },
  });
  const add = useMutation({
    mutationFn: (values: Values) => rpc.member.create({ organizationId, roleId, ...values }),
    onSuccess: ({ name }) => {
      showToast({ tone: 'success', title: `${name} was added` });
      onClose();
    },
    onError: (error) => applyIssues(error, ['name', 'email', 'password'], setError),
  });
  const { errors } = formState;
  return (
    <FormDialog
      title="Add with a password"
      description="They sign in with this password and choose their own at once. An invitation is better for anybody you cannot tell it in person."
      submitLabel="Add"
      isBusy={add.isPending}
      isSubmitDisabled={roleId === ''}
      error={Object.keys(errors).length > 0 ? undefined : add.error}
      onSubmit={handleSubmit((values) => add.mutate(values))}
      onClose={onClose}
    >
      <TextField label="Name" autoFocus error={errors.name?.message} {...register('name')} />
      <TextField label="E-mail address" type="email" error={errors.email?.message} {...register('email')} />
      <TextField
        label="First password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
        error={errors.password?.message}
        {...register('password')}
      />
      <RolePicker roles={roles} roleId={roleId} onChange={setRole} />
    </FormDialog>
  );
};
