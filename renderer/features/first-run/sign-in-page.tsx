import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { reconnectNow } from '../../lib/link.ts';
import { rememberToken } from '../../lib/token.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Shown when the host does not know this window's token. */
export const SignInPage = () => {
  const [pasted, setPasted] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pasted.trim() === '') return;
    rememberToken(pasted);
    reconnectNow();
  };
  return (
    <main className="flex h-full items-start justify-center bg-panel px-4 pt-[16vh]">
      <form
        onSubmit={submit}
        className="flex w-[26rem] flex-col gap-4 rounded-lg border border-line bg-canvas p-6"
      >
        <div>
          <h1 className="flex items-center gap-2 font-semibold text-xl">
            <KeyRound aria-hidden className="size-5 text-accent" />
            Sign in
          </h1>
          <p className="mt-1 text-secondary">
            This window has no valid token. Open the link that the host printed when it started, or paste that
            link or its token here.
          </p>
        </div>
        <TextField
          label="Sign-in link or token"
          type="password"
          autoFocus
          isMono
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <Button type="submit" variant="primary" className="h-8">
          Sign in
        </Button>
      </form>
    </main>
  );
};
