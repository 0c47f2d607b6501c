import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { SignInError } from './sign-in-error.tsx';

interface CodeFormProps {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

/** Asks for the second factor, once a password or a provider said who somebody is. */
export const CodeForm = ({ isBusy, error, onCode, onBack }: CodeFormProps) => {
  const [code, setCode] = useState('');
  const isShort = code.trim().length < 6;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isShort) onCode(code);
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
      <SignInError error={error} />
      <div className="flex justify-between gap-2">
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={isBusy}
          disabledReason={isShort ? 'A code has six digits.' : undefined}
        >
          Sign in
        </Button>
      </div>
    </form>
  );
};
