import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Reason, reasonText } from '../reason.ts';
import { Tooltip } from '../tooltip.tsx';
import { fieldClasses } from './text-field.tsx';

interface InlineSelectProps {
  /** Read to screen readers; what is chosen says the rest. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Any CSS width. */
  readonly width: string;
  readonly size?: 'sm' | 'md';
  readonly disabledReason?: Reason | undefined;
  /** The options. */
  readonly children: ReactNode;
}

/** A choice without a visible label, such as in a toolbar or a row. */
export const InlineSelect = (props: InlineSelectProps) => {
  const { label, value, onChange, width, size = 'md', disabledReason, children } = props;
  return (
    <Tooltip content={reasonText(disabledReason)}>
      <div className="relative shrink-0" style={{ width }}>
        <select
          aria-label={label}
          value={value}
          disabled={disabledReason !== undefined}
          onChange={(event) => onChange(event.target.value)}
          className={`${fieldClasses} appearance-none truncate pr-7 ${size === 'sm' ? 'h-6 text-sm' : 'h-7'}`}
        >
          {children}
        </select>
        <ChevronDown
          aria-hidden
          className={`pointer-events-none absolute right-2 size-3.5 text-muted ${size === 'sm' ? 'top-1.25' : 'top-1.75'}`}
        />
      </div>
    </Tooltip>
  );
};
