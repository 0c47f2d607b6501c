import { useMutation } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { OwnAccount } from '#shared/contract/session.ts';
import { fieldIssues } from '../../lib/errors.ts';
import { startAnew } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { SignInError } from '../../lib/session/sign-in-error.tsx';
import { useSignOut } from '../../lib/session/sign-out.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { Card } from './card.tsx';
import { tellTabs } from './tabs.ts';

/** Shown instead of everything while the session is locked. */
export const LockedPage = ({ account }: { readonly account: OwnAccount }) => {
  const [password, setPassword] = useState('');
  const signOut = useSignOut();
  const unlock = useMutation({
    mutationFn: () => rpc.session.unlock({ password }),
    onSuccess: async () => {
      tellTabs('changed');
      await startAnew();
    },
  });
  const [issue] = fieldIssues(unlock.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '') unlock.mutate();
  };
  return (
    <Card
      icon={Lock}
      title="Locked"
      description={`${account.name} is signed in here. Type the password to go on where you were.`}
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <input type="hidden" autoComplete="username" value={account.email} readOnly />
        <PasswordField
          label="Password"
          autoFocus
          error={issue ? 'This is not your password.' : undefined}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {!issue && <SignInError error={unlock.error} />}
        <div className="flex justify-between gap-2">
          <Button variant="ghost" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
          <Button type="submit" variant="primary" isBusy={unlock.isPending}>
            Unlock
          </Button>
        </div>
      </form>
    </Card>
  );
};
