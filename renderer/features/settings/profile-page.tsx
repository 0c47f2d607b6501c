import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email, Name } from '#shared/contract/fields.ts';
import type { Account } from '#shared/contract/session.ts';
import { refreshSession } from '../../lib/change-feed.ts';
import { applyIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/rpc.ts';
import { useSession } from '../../lib/use-session.ts';
import { setTheme, useTheme } from '../../state/theme.ts';
import { Button } from '../../ui/button.tsx';
import { FormSection } from '../../ui/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextField } from '../../ui/text-field.tsx';

const Values = z.object({ name: Name, email: Email });
type Values = z.infer<typeof Values>;

const ProfileForm = ({ account }: { readonly account: Account }) => {
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

/** Your own profile, and how the window looks. */
export const ProfilePage = () => {
  const { data: session } = useSession();
  const { theme } = useTheme();
  return (
    <PageBody width="narrow">
      <FormSection title="Profile" description="Your name is written beside what you do.">
        {session?.account && <ProfileForm account={session.account} />}
      </FormSection>
      <FormSection title="Appearance">
        <RadioCards
          label="Theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: 'System', hint: 'As your desktop is set', icon: Monitor },
            { value: 'light', label: 'Light', icon: Sun },
            { value: 'dark', label: 'Dark', icon: Moon },
          ]}
        />
      </FormSection>
    </PageBody>
  );
};
