import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Name } from '#shared/contract/fields.ts';
import { NewPassword } from '#shared/contract/session.ts';
import { applyIssues } from '../../lib/errors.ts';
import { isTypedAlike, notAlike, passwordHint } from '../../lib/session/new-password-fields.tsx';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { useRegister } from './use-join.ts';

const Values = z
  .object({ name: Name, password: NewPassword, again: z.string() })
  .refine(({ password, again }) => isTypedAlike({ newPassword: password, again }), notAlike);
type Values = z.infer<typeof Values>;

/** Makes the account that an invitation is for, and joins with it. */
export const RegisterForm = ({
  secret,
  organization,
}: {
  readonly secret: string;
  readonly organization: string;
}) => {
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: '', password: '', again: '' },
  });
  const join = useRegister(secret);
  const { errors } = formState;
  const submit = handleSubmit(({ name, password }) =>
    join.mutate(
      { name, password },
      { onError: (error) => applyIssues(error, ['name', 'password'], setError) },
    ),
  );
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Your name"
        autoFocus
        autoComplete="name"
        error={errors.name?.message}
        {...register('name')}
      />
      <PasswordField
        label="Choose a password"
        isNew
        hint={passwordHint}
        error={errors.password?.message}
        {...register('password')}
      />
      <PasswordField
        label="The same password again"
        isNew
        error={errors.again?.message}
        {...register('again')}
      />
      <InlineError error={errors.name || errors.password ? undefined : join.error} />
      <Button type="submit" variant="primary" isBusy={join.isPending} className="h-8">
        Register and join {organization}
      </Button>
    </form>
  );
};
