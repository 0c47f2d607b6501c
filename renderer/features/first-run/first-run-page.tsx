import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { Anchor } from 'lucide-react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email, Name } from '#shared/contract/fields.ts';
import { NewPassword } from '#shared/contract/session.ts';
import { applyIssues } from '../../lib/errors.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { keepSession } from '../../lib/host/token.ts';
import { organizationPath, useGo } from '../../lib/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

const Profile = z.object({ name: Name, email: Email, organizationName: Name });
const WithPassword = Profile.extend({ password: NewPassword });
const MaybePassword = Profile.extend({ password: NewPassword.or(z.literal('')) });
type Values = z.infer<typeof MaybePassword>;

/** One screen from an empty store to the first organization. */
export const FirstRunPage = ({ requiresPassword }: { readonly requiresPassword: boolean }) => {
  const go = useGo();
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(requiresPassword ? WithPassword : MaybePassword),
    defaultValues: { name: '', email: '', organizationName: '', password: '' },
  });
  const start = useMutation({
    mutationFn: ({ password, ...profile }: Values) =>
      rpc.session.firstRun({ ...profile, ...(password === '' ? {} : { password }) }),
    onSuccess: async ({ organizations: [first], token }) => {
      if (token) keepSession(token);
      await refreshSession();
      if (first) go(organizationPath(first.id), { replace: true });
    },
    onError: (error) => applyIssues(error, ['name', 'email', 'organizationName', 'password'], setError),
  });
  const { errors } = formState;
  const isTold = Object.keys(errors).length > 0;
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto bg-panel px-4 pt-[12vh] pb-8">
      <form
        noValidate
        onSubmit={handleSubmit((values) => start.mutate(values))}
        className="w-[26rem] rounded-lg border border-line bg-canvas p-6"
      >
        <div className="flex items-center gap-2">
          <Anchor aria-hidden className="size-5 text-accent" />
          <h1 className="font-semibold text-xl">Welcome to Quayside</h1>
        </div>
        <p className="mt-1 mb-5 text-secondary">
          Everything stays on this machine: there is no account and no cloud. Your name is written beside what
          you do.
        </p>
        <div className="flex flex-col gap-4">
          <TextField
            label="Your name"
            autoFocus
            autoComplete="name"
            error={errors.name?.message}
            {...register('name')}
          />
          <TextField
            label="Your e-mail address"
            type="email"
            autoComplete="email"
            error={errors.email?.message}
            {...register('email')}
          />
          <TextField
            label="Name of your organization"
            placeholder="Acme"
            hint="It holds your servers and projects. You can rename it, and add more, at any time."
            error={errors.organizationName?.message}
            {...register('organizationName')}
          />
          <PasswordField
            label={requiresPassword ? 'Password' : 'Password (optional)'}
            isNew
            hint={
              requiresPassword
                ? 'At least 10 characters. Whoever reaches this host signs in with it.'
                : 'Without one, whoever sits at this computer is you. You can set it at any time.'
            }
            error={errors.password?.message}
            {...register('password')}
          />
          <InlineError error={isTold ? undefined : start.error} />
          <Button type="submit" variant="primary" isBusy={start.isPending} className="h-8 w-full">
            Start
          </Button>
        </div>
      </form>
    </main>
  );
};
