import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SignInError } from './sign-in-form.tsx';
import { type SignInValues, useSignIn } from './use-sign-in.ts';

interface CodeStepProps {
  readonly given: SignInValues;
  readonly onBack: () => void;
}

/** The second factor, once the password was right. */
export const CodeStep = ({ given, onBack }: CodeStepProps) => {
  const [code, setCode] = useState('');
  const signIn = useSignIn();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.trim().length >= 6) signIn.mutate({ ...given, code });
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Code of your authenticator"
        autoFocus
        isMono
        autoComplete="one-time-code"
        hint="Six digits. If you lost the authenticator, type one of your recovery codes."
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <SignInError error={signIn.error} />
      <div className="flex justify-between gap-2">
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={signIn.isPending}
          disabledReason={code.trim().length < 6 ? 'A code has six digits.' : undefined}
        >
          Sign in
        </Button>
      </div>
    </form>
  );
};
