import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { Email } from '#shared/contract/fields.ts';
import { Password } from '#shared/contract/session.ts';
import { CodeForm } from '../../lib/session/code-form.tsx';
import { SignInError } from '../../lib/session/sign-in-error.tsx';
import { noteTypedEmail } from '../../state/typed-email.ts';
import { Button } from '../../ui/button.tsx';
import { CodeText } from '../../ui/code-text.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { useSignIn } from './use-sign-in.ts';

const Values = z.object({ email: Email, password: Password });
type Values = z.infer<typeof Values>;

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
  if (given) {
    return (
      <CodeForm
        isBusy={signIn.isPending}
        error={signIn.error}
        onCode={(code) => signIn.mutate({ ...given, remember, code })}
        onBack={() => {
          signIn.reset();
          setGiven(undefined);
        }}
      />
    );
  }
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
        {...register('email', { onChange: (event) => noteTypedEmail(String(event.target.value)) })}
      />
      <PasswordField label="Password" error={errors.password?.message} {...register('password')} />
      <Checkbox label="Stay signed in on this computer" isChecked={remember} onChange={setRemember} />
      <SignInError error={signIn.error} />
      <Button type="submit" variant="primary" isBusy={signIn.isPending} className="h-8 w-full">
        Sign in
      </Button>
      <details className="text-secondary text-sm">
        <summary>Lost your password?</summary>
        <p className="mt-1">
          Whoever runs this host gives you a new one, on its machine, by{' '}
          <CodeText>npm run -s serve -- --reset-password MAIL</CodeText>. Without the second factor type one
          of your recovery codes.
        </p>
      </details>
    </form>
  );
};
