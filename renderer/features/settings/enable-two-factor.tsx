import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldIssues } from '../../lib/errors.ts';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { CodeText } from '../../ui/code-text.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';
import { TextField } from '../../ui/form/text-field.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

const title = 'Set up two-factor sign-in';

interface StepProps {
  readonly onClose: () => void;
}

const PasswordStep = ({
  onClose,
  onStarted,
}: StepProps & { readonly onStarted: (started: { secret: string; uri: string }) => void }) => {
  const [password, setPassword] = useState('');
  const start = useMutation({
    mutationFn: () => rpc.session.startTwoFactor({ password }),
    onSuccess: onStarted,
  });
  const [issue] = fieldIssues(start.error);
  return (
    <FormDialog
      title={title}
      description="Your password first, so that nobody does this at a window that you left open."
      submitLabel="Go on"
      isBusy={start.isPending}
      error={issue ? undefined : start.error}
      isSubmitDisabled={password === ''}
      onSubmit={() => start.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Password"
        type="password"
        autoFocus
        autoComplete="current-password"
        error={issue && 'This is not your password.'}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormDialog>
  );
};

const CodeStep = ({
  started: { secret, uri },
  onClose,
  onConfirmed,
}: StepProps & {
  readonly started: { readonly secret: string; readonly uri: string };
  readonly onConfirmed: (codes: readonly string[]) => void;
}) => {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => rpc.session.confirmTwoFactor({ code }),
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  });
  const [issue] = fieldIssues(confirm.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (/^\d{6}$/.test(code.trim())) confirm.mutate();
  };
  return (
    <FormDialog
      title={title}
      submitLabel="Turn on"
      isBusy={confirm.isPending}
      error={issue ? undefined : confirm.error}
      isSubmitDisabled={!/^\d{6}$/.test(code.trim())}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex gap-4">
        <QrCode text={uri} label="QR code for the authenticator" />
        <div className="flex min-w-0 flex-col gap-2 text-secondary">
          <p>Scan this with an authenticator app, or type the secret there:</p>
          <p data-testid="secret">
            <CodeText canCopy>{secret}</CodeText>
          </p>
        </div>
      </div>
      <TextField
        label="Code that the app shows"
        autoFocus
        isMono
        autoComplete="one-time-code"
        inputMode="numeric"
        error={issue && `The code ${issue.message}.`}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
    </FormDialog>
  );
};

/** Password, then the authenticator, then the recovery codes. */
export const EnableTwoFactor = ({ onClose }: StepProps) => {
  const [started, setStarted] = useState<{ secret: string; uri: string }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = (): void => {
    if (codes) void refreshSession();
    onClose();
  };
  if (codes) {
    return (
      <Dialog
        isOpen
        onClose={close}
        title="Two-factor sign-in is on"
        footer={
          <Button variant="primary" onClick={close}>
            I kept them
          </Button>
        }
      >
        <RecoveryCodes codes={codes} />
      </Dialog>
    );
  }
  if (started) return <CodeStep started={started} onClose={onClose} onConfirmed={setCodes} />;
  return <PasswordStep onClose={onClose} onStarted={setStarted} />;
};
