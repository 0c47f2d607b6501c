import { ChevronDown } from 'lucide-react';
import { fieldClasses } from '../../ui/text-field.tsx';

interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** A choice among what occurs; one that no longer occurs stays chosen. */
export const FilterSelect = ({ label, value, options, onChange }: FilterSelectProps) => {
  const isKnown = options.some((option) => option.value === value);
  return (
    <div className="relative w-40">
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`${fieldClasses} h-7 appearance-none truncate pr-7`}
      >
        {!isKnown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-3.5 text-muted" />
    </div>
  );
};
