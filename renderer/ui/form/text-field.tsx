import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { describedBy, FormRow } from './form-row.tsx';

export const fieldClasses =
  'w-full rounded border border-control bg-canvas px-2 text-primary placeholder:text-muted hover:border-muted focus-visible:outline-offset-0 aria-invalid:border-danger disabled:bg-panel disabled:text-muted';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** For what a machine reads: hosts, images, commands. */
  readonly isMono?: boolean | undefined;
}

interface TextFieldProps extends FieldProps, ComponentPropsWithRef<'input'> {
  readonly prefix?: string;
}

/** One line of text with its label, hint and error. */
export const TextField = ({ label, hint, error, isMono, prefix, className, ...rest }: TextFieldProps) => {
  const ownId = useId();
  const id = rest.id ?? ownId;
  return (
    <FormRow label={label} htmlFor={id} hint={hint} error={error}>
      <div className="flex items-center gap-2">
        {prefix && <span className="shrink-0 font-mono text-muted text-sm">{prefix}</span>}
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          className={classNames(fieldClasses, 'h-7', isMono && 'font-mono text-sm', className)}
        />
      </div>
    </FormRow>
  );
};

interface TextAreaProps extends FieldProps, ComponentPropsWithRef<'textarea'> {}

/** Several lines of text with label, hint and error. */
export const TextArea = ({ label, hint, error, isMono, className, ...rest }: TextAreaProps) => {
  const ownId = useId();
  const id = rest.id ?? ownId;
  return (
    <FormRow label={label} htmlFor={id} hint={hint} error={error}>
      <textarea
        rows={3}
        spellCheck={!isMono}
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        className={classNames(fieldClasses, 'resize-y py-1', isMono && 'font-mono text-sm', className)}
      />
    </FormRow>
  );
};
