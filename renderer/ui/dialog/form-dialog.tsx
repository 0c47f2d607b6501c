import type { FormEvent, ReactNode } from 'react';
import { Button } from '../button.tsx';
import { CopyCommand } from './copy-command.tsx';
import { Dialog } from './dialog.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly submitLabel: string;
  readonly isBusy?: boolean | undefined;
  readonly error?: unknown;
  readonly isDanger?: boolean | undefined;
  readonly isSubmitDisabled?: boolean | undefined;
  readonly width?: 'sm' | 'md' | 'lg' | 'xl' | undefined;
  /** The line by which a terminal does the same, to be copied. */
  readonly command?: string | undefined;
  readonly onSubmit: (event: FormEvent) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that is a form: Enter sends, Escape leaves. */
export const FormDialog = ({
  title,
  description,
  submitLabel,
  isBusy,
  error,
  isDanger,
  isSubmitDisabled,
  width,
  command,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) => {
  const formId = `form-${title.replaceAll(/\W+/g, '-')}`;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // React lets it climb to the form of a dialog below, which must not be sent by this one
    event.stopPropagation();
    if (!isBusy) onSubmit(event);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      width={width}
      error={error}
      footer={
        <>
          {command && <CopyCommand command={command} />}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant={isDanger ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={isSubmitDisabled}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
        {children}
      </form>
    </Dialog>
  );
};
