import { CheckBoxMark } from './check-box-mark.tsx';

interface SelectBoxProps {
  readonly name: string;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
}

/** The check box at the head of a table's row; the table's own keys reach it, so it is no stop of its own. */
export function SelectBox({ name, isSelected, onToggle }: SelectBoxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={`Select ${name}`}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      className="-m-1 flex p-1"
    >
      <CheckBoxMark state={isSelected ? 'all' : 'none'} />
    </button>
  );
}
