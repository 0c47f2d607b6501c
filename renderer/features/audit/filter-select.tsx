import { InlineSelect } from '../../ui/form/inline-select.tsx';

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
    <InlineSelect label={label} value={value} onChange={onChange} width="10rem">
      {!isKnown && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </InlineSelect>
  );
};
