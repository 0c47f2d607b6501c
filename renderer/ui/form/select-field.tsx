import { ChevronDown } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { describedBy, FormRow } from './form-row.tsx';
import { fieldClasses } from './text-field.tsx';

interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectFieldProps extends ComponentPropsWithRef<'select'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly options: readonly SelectOption[];
}

/** A choice from a list; the system's own, so that it works with every keyboard and reader. */
export const SelectField = ({ label, hint, error, options, className, ...rest }: SelectFieldProps) => {
  const ownId = useId();
  const id = rest.id ?? ownId;
  return (
    <FormRow label={label} htmlFor={id} hint={hint} error={error}>
      <div className="relative">
        <select
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          className={classNames(fieldClasses, 'h-7 appearance-none pr-7', className)}
        >
          {options.map(({ value, label: text, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {text}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-3.5 text-muted" />
      </div>
    </FormRow>
  );
};
