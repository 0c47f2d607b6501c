import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email, Name } from '#shared/contract/fields.ts';
import type { Account } from '#shared/contract/session.ts';
import { refreshSession } from '../../lib/change-feed.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { TextField } from '../../ui/text-field.tsx';

const Values = z.object({ name: Name, email: Email });
type Values = z.infer<typeof Values>;

/** Your own name and address. */
export const ProfileForm = ({ account }: { readonly account: Account }) => {
  const { register, handleSubmit, formState, setError, reset } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: account.name, email: account.email },
  });
  const save = useMutation({
    mutationFn: (values: Values) => rpc.session.updateProfile(values),
    onSuccess: async ({ name, email }) => {
      reset({ name, email });
      await refreshSession();
    },
    onError: (error) => applyIssues(error, ['name', 'email'], setError),
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      className="flex max-w-xl flex-col gap-3"
      onSubmit={handleSubmit((values) => save.mutate(values))}
    >
      <TextField label="Name" autoComplete="name" error={errors.name?.message} {...register('name')} />
      <TextField
        label="E-mail address"
        type="email"
        autoComplete="email"
        error={errors.email?.message}
        {...register('email')}
      />
      <InlineError error={errors.name || errors.email ? undefined : save.error} />
      <div>
        <Button
          type="submit"
          variant="primary"
          isBusy={save.isPending}
          disabledReason={formState.isDirty ? undefined : 'Nothing has been changed.'}
        >
          Save
        </Button>
      </div>
    </form>
  );
};
