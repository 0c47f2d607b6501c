import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email } from '#shared/contract/fields.ts';
import { Password } from '#shared/contract/session.ts';
import { errorData } from '../../lib/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CodeStep } from './code-step.tsx';
import { useSignIn } from './use-sign-in.ts';

const Values = z.object({ email: Email, password: Password });
type Values = z.infer<typeof Values>;

/** How long somebody who guessed wrong too often has to wait, counted down. */
const useWait = (error: unknown): number => {
  const retryAt = errorData(error, 'LIMIT')?.retryAt;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!retryAt) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [retryAt]);
  return retryAt ? Math.max(0, Math.ceil((Date.parse(retryAt) - now) / 1_000)) : 0;
};

/** What went wrong, and after too many failures how long to wait. */
export const SignInError = ({ error }: { readonly error: unknown }) => {
  const waitSeconds = useWait(error);
  if (!errorData(error, 'LIMIT')?.retryAt) return <InlineError error={error} />;
  return (
    <Notice tone="danger" title="Too many failed attempts">
      {waitSeconds > 0
        ? `Wait ${waitSeconds} second${waitSeconds === 1 ? '' : 's'}, then try again.`
        : 'Try again now.'}
    </Notice>
  );
};

/** E-mail address and password, then the code of an authenticator where the account has one. */
export const SignInForm = () => {
  const [given, setGiven] = useState<Values>();
  const [remember, setRemember] = useState(false);
  const { register, handleSubmit, formState } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email: '', password: '' },
  });
  const signIn = useSignIn();
  const { errors } = formState;
  if (given) return <CodeStep given={{ ...given, remember }} onBack={() => setGiven(undefined)} />;
  const submit = handleSubmit((values) =>
    signIn.mutate(
      { ...values, remember },
      { onSuccess: (result) => 'needsCode' in result && setGiven(values) },
    ),
  );
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="E-mail address"
        type="email"
        autoFocus
        autoComplete="username"
        error={errors.email?.message}
        {...register('email')}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...register('password')}
      />
      <Checkbox label="Stay signed in on this computer" isChecked={remember} onChange={setRemember} />
      <SignInError error={signIn.error} />
      <Button type="submit" variant="primary" isBusy={signIn.isPending} className="h-8 w-full">
        Sign in
      </Button>
    </form>
  );
};
