import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { TextField } from '../form/text-field.tsx';
import { InlineError } from '../inline-error.tsx';
import { CopyCommand } from './copy-command.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly isDanger?: boolean | undefined;
  readonly isBusy?: boolean | undefined;
  readonly error?: unknown;
  /** What has to be typed before it can be confirmed. */
  readonly typedName?: string | undefined;
  /** Why it cannot be confirmed yet. */
  readonly isBlocked?: boolean | undefined;
  /** The line by which a terminal does the same, to be copied. */
  readonly command?: string | undefined;
  readonly onConfirm: (typedName: string) => void;
  readonly onClose: () => void;
}

/** Asks before something is done; the default button is the harmless one. */
export const ConfirmDialog = ({
  title,
  children,
  confirmLabel,
  isDanger,
  isBusy,
  error,
  typedName,
  isBlocked,
  command,
  onConfirm,
  onClose,
}: ConfirmDialogProps) => {
  const [typed, setTyped] = useState('');
  const isConfirmable = !isBlocked && (typedName === undefined || typed.trim() === typedName);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // React lets it climb to the form of a page below, which must not be sent by this one
    event.stopPropagation();
    if (isConfirmable && !isBusy) onConfirm(typed.trim());
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {children}
        {typedName !== undefined && (
          <TextField
            label={`Type “${typedName}” to confirm`}
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <InlineError error={error} />
        <div className="flex justify-end gap-2">
          {command && <CopyCommand command={command} />}
          <Button autoFocus={typedName === undefined} onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={isDanger ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={!isConfirmable}
          >
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
