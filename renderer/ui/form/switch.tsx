import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';
import { askFor, reasonHint } from '../reason.ts';
import { Tooltip } from '../tooltip.tsx';
import type { ToggleProps } from './checkbox.tsx';

/** A yes or no that takes effect at once. */
export const Switch = ({ label, hint, isChecked, onChange, disabledReason }: ToggleProps) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Tooltip content={reasonHint(disabledReason)}>
        <Radix.Root
          id={id}
          checked={isChecked}
          aria-disabled={disabledReason ? true : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onCheckedChange={(next) => (disabledReason ? askFor(disabledReason) : onChange(next))}
          className="group/switch mt-0.5 flex h-4 w-7 shrink-0 items-center rounded-full border border-control bg-hover px-0.5 transition-colors aria-disabled:opacity-50 aria-checked:border-accent aria-checked:bg-accent"
        >
          <Radix.Thumb className="size-2.5 rounded-full bg-muted transition-transform group-aria-checked/switch:translate-x-3 group-aria-checked/switch:bg-on-accent forced-colors:bg-[ButtonText] forced-colors:group-aria-checked/switch:bg-[HighlightText]" />
        </Radix.Root>
      </Tooltip>
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
};
