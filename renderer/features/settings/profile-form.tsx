import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email, Name } from '#shared/contract/fields.ts';
import type { OwnAccount } from '#shared/contract/session.ts';
import { DraftNotice } from '../../lib/drafts/draft-notice.tsx';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues } from '../../lib/errors.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

const Values = z.object({ name: Name, email: Email, password: z.string().max(256) });
type Values = z.infer<typeof Values>;

/** Your own name and address. */
export const ProfileForm = ({ account }: { readonly account: OwnAccount }) => {
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: account.name, email: account.email, password: '' },
  });
  const { register, handleSubmit, formState, setError, reset, watch } = form;
  const draft = useFormDraft('profile', form, { secrets: ['password'] });
  const save = useMutation({
    mutationFn: ({ password, ...values }: Values) =>
      rpc.session.updateProfile({ ...values, ...(password ? { password } : {}) }),
    onSuccess: async ({ name, email }) => {
      reset({ name, email, password: '' });
      draft.drop();
      await refreshSession();
    },
    onError: (error) => applyIssues(error, ['name', 'email', 'password'], setError),
  });
  const { errors } = formState;
  const isOtherAddress = watch('email').trim().toLowerCase() !== account.email;
  return (
    <form
      noValidate
      className="flex max-w-xl flex-col gap-3"
      onSubmit={handleSubmit((values) => save.mutate(values))}
    >
      <DraftNotice {...draft.notice} />
      <TextField label="Name" autoComplete="name" error={errors.name?.message} {...register('name')} />
      <TextField
        label="E-mail address"
        type="email"
        autoComplete="email"
        error={errors.email?.message}
        hint={
          account.pendingEmail &&
          `You want ${account.pendingEmail}. It counts once it is verified: by the operator of this host, or when you sign in by a provider that they confirmed for its domain. Until then ${account.email} does.`
        }
        {...register('email')}
      />
      {isOtherAddress && account.hasPassword && (
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          hint="Another address asks for it."
          error={errors.password?.message}
          {...register('password')}
        />
      )}
      <InlineError error={errors.name || errors.email || errors.password ? undefined : save.error} />
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
