import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldIssues } from '../../lib/errors.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';

/** Turns the second factor off, by password and code. */
export const DisableTwoFactor = ({ onClose }: { readonly onClose: () => void }) => {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const disable = useMutation({
    mutationFn: () => rpc.session.disableTwoFactor({ password, code }),
    onSuccess: async () => {
      await refreshSession();
      onClose();
    },
  });
  const issues = fieldIssues(disable.error);
  const issueOf = (field: string): string | undefined => issues.find(({ path }) => path === field)?.message;
  return (
    <FormDialog
      title="Turn two-factor sign-in off"
      description="Your password alone lets you in afterwards. The recovery codes are forgotten."
      submitLabel="Turn off"
      isDanger
      isBusy={disable.isPending}
      error={issues.length > 0 ? undefined : disable.error}
      isSubmitDisabled={password === '' || code.trim().length < 6}
      onSubmit={() => disable.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Password"
        type="password"
        autoFocus
        autoComplete="current-password"
        error={issueOf('password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <TextField
        label="Code of your authenticator, or a recovery code"
        isMono
        autoComplete="one-time-code"
        error={issueOf('code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
    </FormDialog>
  );
};
