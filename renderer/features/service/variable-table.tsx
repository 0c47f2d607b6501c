import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff, Lock, LockOpen, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '../../lib/errors.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { FieldProblem } from '../../ui/form/field-problem.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { mask, type RowProblem, type VariableRow } from './variable-rows.ts';

interface RowProps {
  readonly serviceId: string;
  readonly row: VariableRow;
  readonly problem: string | undefined;
  readonly isReadOnly: boolean;
  readonly onChange: (row: VariableRow) => void;
  readonly onRemove: () => void;
}

const inputClasses =
  'w-full rounded border border-control bg-canvas px-2 font-mono text-sm placeholder:text-muted aria-invalid:border-danger focus-visible:outline-offset-0';

/** A secret is masked until asked for; asking for a stored one is audited. */
const useReveal = (serviceId: string, row: VariableRow) => {
  const [shown, setShown] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const reveal = useMutation(orpc.serviceVariables.reveal.mutationOptions());
  const toggle = () => {
    if (isOpen) {
      setShown(undefined);
      setOpen(false);
    } else if (row.value === undefined)
      reveal.mutate(
        { serviceId, name: row.name },
        {
          onSuccess: ({ value }) => {
            setShown(value);
            setOpen(true);
          },
        },
      );
    else setOpen(true);
  };
  return { isOpen, shown, toggle, error: reveal.error };
};

const Value = ({ serviceId, row, isReadOnly, onChange }: Omit<RowProps, 'problem' | 'onRemove'>) => {
  const reading = usePermission('secret.reveal');
  const { isOpen, shown, toggle, error } = useReveal(serviceId, row);
  const isMasked = row.isSecret && !isOpen;
  const value = row.value ?? shown ?? '';
  const change = (next: string) => onChange({ ...row, value: next });
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="flex items-start gap-1">
        {isMasked ? (
          <input
            aria-label={`Value of ${row.name || 'the new variable'}`}
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
            aria-label={`Value of ${row.name || 'the new variable'}`}
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
    </div>
  );
};

const Row = (props: RowProps) => {
  const { row, problem, isReadOnly, onChange, onRemove } = props;
  const isStored = row.value === undefined;
  return (
    <li className="flex items-start gap-2 border-line border-b px-3 py-1.5 last:border-b-0">
      <div className="w-64 shrink-0">
        <input
          aria-label="Name"
          value={row.name}
          readOnly={isReadOnly || isStored}
          spellCheck={false}
          placeholder="NAME"
          aria-invalid={problem ? true : undefined}
          onChange={(event) => onChange({ ...row, name: event.target.value })}
          className={`${inputClasses} h-7 read-only:bg-panel`}
        />
        <FieldProblem problem={problem} />
      </div>
      <Value {...props} />
      <IconButton
        label={row.isSecret ? 'A secret: sealed and masked' : 'Plain: make it a secret'}
        icon={row.isSecret ? Lock : LockOpen}
        aria-pressed={row.isSecret}
        disabledReason={
          isReadOnly
            ? undefined
            : isStored
              ? 'Type a new value to make it plain; a stored secret is never turned open.'
              : undefined
        }
        onClick={() => !isReadOnly && onChange({ ...row, isSecret: !row.isSecret })}
      />
      {!isReadOnly && <IconButton label={`Remove ${row.name || 'this row'}`} icon={X} onClick={onRemove} />}
    </li>
  );
};

interface VariableTableProps {
  readonly serviceId: string;
  readonly rows: readonly VariableRow[];
  readonly problems: readonly RowProblem[];
  readonly isReadOnly: boolean;
  readonly onChange: (rows: readonly VariableRow[]) => void;
}

/** The variables of a service, each in its row. */
export const VariableTable = ({ serviceId, rows, problems, isReadOnly, onChange }: VariableTableProps) => {
  const add = () => onChange([...rows, { key: crypto.randomUUID(), name: '', value: '', isSecret: false }]);
  return (
    <>
      <ul aria-label="Variables" className="rounded-lg border border-line">
        {rows.map((row, index) => (
          <Row
            key={row.key}
            serviceId={serviceId}
            row={row}
            problem={problems.find(({ key }) => key === row.key)?.message}
            isReadOnly={isReadOnly}
            onChange={(next) => onChange(rows.with(index, next))}
            onRemove={() => onChange(rows.toSpliced(index, 1))}
          />
        ))}
        {rows.length === 0 && (
          <li className="px-3 py-6 text-center text-secondary">
            No variables yet. Add one, or paste the text of an env file under “As text”.
          </li>
        )}
      </ul>
      {!isReadOnly && (
        <div>
          <Button size="sm" icon={Plus} onClick={add}>
            Add a variable
          </Button>
        </div>
      )}
    </>
  );
};
