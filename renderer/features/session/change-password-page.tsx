import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Password } from '#shared/contract/session.ts';
import { applyIssues } from '../../lib/errors.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { keepSession } from '../../lib/host/token.ts';
import {
  isTypedAlike,
  NewPasswordFields,
  newPasswordShape,
  notAlike,
} from '../../lib/session/new-password-fields.tsx';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Card } from './card.tsx';

const Values = z.object({ currentPassword: Password, ...newPasswordShape }).refine(isTypedAlike, notAlike);
type Values = z.infer<typeof Values>;

/** Shown to whoever signed in with a password that somebody else chose for them. */
export const ChangePasswordPage = () => {
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { currentPassword: '', newPassword: '', again: '' },
  });
  const signOut = useSignOut();
  const save = useMutation({
    mutationFn: ({ currentPassword, newPassword }: Values) =>
      rpc.session.setPassword({ currentPassword, newPassword }),
    onSuccess: async ({ token }) => {
      keepSession(token);
      await startAnew();
    },
    onError: (error) => applyIssues(error, ['currentPassword', 'newPassword'], setError),
  });
  const { errors } = formState;
  const isTold = Object.keys(errors).length > 0;
  return (
    <Card
      icon={KeyRound}
      title="Choose a password of your own"
      description="Somebody else chose the one that you signed in with. Nothing else opens before you change it."
    >
      <form
        noValidate
        onSubmit={handleSubmit((values) => save.mutate(values))}
        className="flex flex-col gap-4"
      >
        <PasswordField
          label="Password that you were given"
          autoFocus
          error={errors.currentPassword?.message}
          {...register('currentPassword')}
        />
        <NewPasswordFields
          fields={{ newPassword: register('newPassword'), again: register('again') }}
          errors={errors}
        />
        <InlineError error={isTold ? undefined : save.error} />
        <div className="flex justify-between gap-2">
          <Button variant="ghost" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
          <Button type="submit" variant="primary" isBusy={save.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
};
