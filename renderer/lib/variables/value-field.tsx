import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { errorText } from '../errors.ts';
import { usePermission } from '../use-permission.ts';
import { callsOf, type LevelNode } from './calls.ts';
import { mask, type VariableRow } from './rows.ts';

interface ValueFieldProps {
  readonly at: LevelNode;
  readonly row: VariableRow;
  /** Among the rows, from 1: a name for one that has none yet. */
  readonly place: number;
  readonly isReadOnly: boolean;
  /** It was just put there, to be typed into. */
  readonly isAwaited: boolean;
  readonly onChange: (row: VariableRow) => void;
}

export const inputClasses =
  'w-full rounded border border-control bg-canvas px-2 font-mono text-sm placeholder:text-muted aria-invalid:border-danger focus-visible:outline-offset-0';

/** The value of one variable; a secret is masked until asked for, and asking for a stored one is audited. */
export const ValueField = ({ at, row, place, isReadOnly, isAwaited, onChange }: ValueFieldProps) => {
  const reading = usePermission('secret.reveal');
  const { isOpen, shown, toggle, error } = useReveal(at, row);
  const isMasked = row.isSecret && !isOpen;
  const value = row.value ?? shown ?? '';
  const change = (next: string) => onChange({ ...row, value: next });
  return (
    <>
      <div className="flex items-start gap-1">
        {isMasked ? (
          <input
            ref={isAwaited ? focus : undefined}
            aria-label={`Value of ${row.name || `variable ${place}`}`}
            type="password"
            autoComplete="new-password"
            readOnly={isReadOnly}
            placeholder={row.value === undefined ? `${mask} (unchanged)` : ''}
            value={row.value ?? ''}
            onChange={(event) => change(event.target.value)}
            className={`${inputClasses} h-7`}
          />
        ) : (
          <textarea
            ref={isAwaited ? focus : undefined}
            aria-label={`Value of ${row.name || `variable ${place}`}`}
            readOnly={isReadOnly}
            rows={Math.min(6, value.split('\n').length)}
            spellCheck={false}
            value={value}
            onChange={(event) => change(event.target.value)}
            className={`${inputClasses} min-h-7 resize-none py-1`}
          />
        )}
        {row.isSecret && (
          <IconButton
            label={isOpen ? 'Hide the value' : 'Show the value'}
            icon={isOpen ? EyeOff : Eye}
            disabledReason={row.value === undefined ? reading.reason : undefined}
            onClick={toggle}
          />
        )}
      </div>
      {error && <p className="text-danger text-sm">{errorText(error)}</p>}
    </>
  );
};

/** One and the same function, so that it is called when the field comes and never again. */
const focus = (field: HTMLElement | null): void => field?.focus();

const useReveal = (node: LevelNode, row: VariableRow) => {
  const { calls, at } = callsOf(node);
  const [shown, setShown] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const reveal = useMutation(calls.reveal.mutationOptions());
  const open = ({ value }: { value: string }) => {
    setShown(value);
    setOpen(true);
  };
  const toggle = () => {
    if (isOpen) {
      setShown(undefined);
      setOpen(false);
    } else if (row.value === undefined) {
      const { name, scope } = row;
      reveal.mutate({ ...at, name, ...(scope ? { scope } : {}) }, { onSuccess: open });
    } else setOpen(true);
  };
  return { isOpen, shown, toggle, error: reveal.error };
};
