import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { askFor, type Reason, reasonHint } from '../reason.ts';
import { Tooltip } from '../tooltip.tsx';

interface RadioCardsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Keeps the choice visible but inert, and says why. */
  readonly disabledReason?: Reason | undefined;
  readonly options: readonly { value: T; label: string; hint?: string; icon?: LucideIcon }[];
}

/** A choice among few options that each deserve a sentence. */
export const RadioCards = <T extends string>({
  label,
  value,
  onChange,
  disabledReason,
  options,
}: RadioCardsProps<T>) => {
  const labelId = useId();
  return (
    <div>
      <p id={labelId} className="mb-1 font-medium text-secondary text-sm">
        {label}
      </p>
      <RadioGroup.Root
        aria-labelledby={labelId}
        value={value}
        onValueChange={(next) => {
          if (disabledReason !== undefined) return askFor(disabledReason);
          const chosen = options.find((option) => option.value === next);
          if (chosen) onChange(chosen.value);
        }}
        className="flex flex-wrap gap-2"
      >
        {options.map(({ value: option, label: text, hint, icon: Icon }) => (
          <Tooltip key={option} content={reasonHint(disabledReason)}>
            <RadioGroup.Item
              aria-disabled={disabledReason ? true : undefined}
              value={option}
              className="group/card flex min-w-36 flex-1 items-start gap-2 rounded border border-strong bg-canvas px-3 py-2 text-left hover:bg-hover aria-disabled:text-muted aria-disabled:hover:bg-canvas aria-checked:border-accent aria-checked:bg-accent-soft"
            >
              <RadioMark />
              {Icon && <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />}
              <span>
                <span className="block font-medium">{text}</span>
                {hint && <span className="block text-secondary text-sm">{hint}</span>}
              </span>
            </RadioGroup.Item>
          </Tooltip>
        ))}
      </RadioGroup.Root>
    </div>
  );
};

/** The ring of a card, with a dot in it while the card is chosen. */
function RadioMark() {
  return (
    <span
      aria-hidden
      className="mt-1 flex size-3.5 shrink-0 items-center justify-center rounded-full border border-control bg-canvas group-aria-checked/card:border-accent group-aria-disabled/card:opacity-50"
    >
      <span className="size-2 rounded-full group-aria-checked/card:bg-accent forced-colors:group-aria-checked/card:bg-[HighlightText]" />
    </span>
  );
}
