import { type FormEvent, useState } from 'react';
import { dropConnection } from '../../lib/host/link.ts';
import { rememberToken } from '../../lib/host/token.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

/** Takes the link that the host printed, for whoever may act as its operator. */
export const HostLinkForm = ({ isOnly }: { readonly isOnly: boolean }) => {
  const [pasted, setPasted] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pasted.trim() === '') return;
    rememberToken(pasted);
    dropConnection();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Sign-in link or token"
        type="password"
        autoFocus={isOnly}
        isMono
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <Button type="submit" variant={isOnly ? 'primary' : 'default'} className="h-8">
        {isOnly ? 'Sign in' : 'Use the link'}
      </Button>
    </form>
  );
};
