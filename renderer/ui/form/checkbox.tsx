import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { askFor, type Reason, reasonHint } from '../reason.ts';
import { Tooltip } from '../tooltip.tsx';

export interface ToggleProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly disabledReason?: Reason | undefined;
}

interface CheckboxProps extends ToggleProps {
  /** The id of what it belongs to, which is read before its label: two of one form never have one name. */
  readonly of?: string;
}

/** A yes or no that takes effect when its form is sent. */
export const Checkbox = ({ label, of, hint, isChecked, onChange, disabledReason }: CheckboxProps) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Tooltip content={reasonHint(disabledReason)}>
        <Radix.Root
          id={id}
          checked={isChecked}
          aria-disabled={disabledReason ? true : undefined}
          aria-labelledby={of && `${of} ${id}-label`}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onCheckedChange={(next) => (disabledReason ? askFor(disabledReason) : onChange(next === true))}
          className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded border border-control bg-canvas aria-disabled:opacity-50 aria-checked:border-accent aria-checked:bg-accent"
        >
          <Radix.Indicator>
            <Check aria-hidden className="size-3 text-on-accent" strokeWidth={3} />
          </Radix.Indicator>
        </Radix.Root>
      </Tooltip>
      <div>
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
};
