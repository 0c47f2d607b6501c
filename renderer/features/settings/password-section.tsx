import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import type { OwnAccount } from '#shared/contract/session.ts';
import { applyIssues } from '../../lib/errors.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { keepSession } from '../../lib/host/token.ts';
import {
  isTypedAlike,
  NewPasswordFields,
  newPasswordShape,
  notAlike,
} from '../../lib/session/new-password-fields.tsx';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form/form-section.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';

const Values = z.object({ currentPassword: z.string(), ...newPasswordShape }).refine(isTypedAlike, notAlike);
type Values = z.infer<typeof Values>;

const PasswordForm = ({
  hasPassword,
  onDone,
}: {
  readonly hasPassword: boolean;
  readonly onDone: () => void;
}) => {
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { currentPassword: '', newPassword: '', again: '' },
  });
  const save = useMutation({
    mutationFn: ({ currentPassword, newPassword }: Values) =>
      rpc.session.setPassword({ newPassword, ...(hasPassword ? { currentPassword } : {}) }),
    onSuccess: async ({ token }) => {
      keepSession(token);
      await refreshSession();
      onDone();
    },
    onError: (error) => applyIssues(error, ['currentPassword', 'newPassword'], setError),
  });
  const { errors } = formState;
  const isTold = Object.keys(errors).length > 0;
  return (
    <form
      noValidate
      className="flex max-w-xl flex-col gap-3"
      onSubmit={handleSubmit((values) => save.mutate(values))}
    >
      {hasPassword && (
        <TextField
          label="Current password"
          type="password"
          autoFocus
          autoComplete="current-password"
          error={errors.currentPassword?.message}
          {...register('currentPassword')}
        />
      )}
      <NewPasswordFields
        fields={{ newPassword: register('newPassword'), again: register('again') }}
        errors={errors}
      />
      <InlineError error={isTold ? undefined : save.error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          {hasPassword ? 'Change password' : 'Set password'}
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
};

/** Sets or changes the password; every other session of yours ends by it. */
export const PasswordSection = ({ account }: { readonly account: OwnAccount }) => {
  const [isOpen, setOpen] = useState(false);
  const { hasPassword, needsPassword } = account;
  return (
    <FormSection
      title="Password"
      description={
        hasPassword
          ? 'Changing it ends all of your other sessions.'
          : 'Without one, whoever starts the host or sits at this computer acts as you.'
      }
    >
      {needsPassword && (
        <Notice tone="warning" title="Set a password">
          Other people have accounts on this store, and yours is open to whoever sits here.
        </Notice>
      )}
      {isOpen ? (
        <PasswordForm hasPassword={hasPassword} onDone={() => setOpen(false)} />
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>{hasPassword ? 'Change password…' : 'Set password…'}</Button>
        </div>
      )}
    </FormSection>
  );
};
