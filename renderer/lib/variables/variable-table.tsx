import { Crosshair, Lock, LockOpen, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { dimensions, scopeKey } from '#shared/model/variables/scope.ts';
import { Button } from '../../ui/button.tsx';
import { FieldProblem } from '../../ui/form/field-problem.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { LevelNode } from './calls.ts';
import { isScoped, type RowProblem, type VariableRow } from './rows.ts';
import { ScopeDialog } from './scope-dialog.tsx';
import { useScopeChoices } from './use-scope-choices.ts';
import { useScopeWords } from './use-scope-words.ts';
import { inputClasses, ValueField } from './value-field.tsx';

interface RowProps {
  readonly at: LevelNode;
  readonly row: VariableRow;
  /** Among the rows, from 1. */
  readonly place: number;
  readonly problem: string | undefined;
  /** What is worth knowing of it besides, such as what it overrides. */
  readonly note: string | undefined;
  readonly isReadOnly: boolean;
  readonly isAwaited: boolean;
  readonly onChange: (row: VariableRow) => void;
  readonly onRemove: () => void;
}

const Row = (props: RowProps) => {
  const { at, row, place, problem, note, isReadOnly, isAwaited, onChange, onRemove } = props;
  const isStored = row.value === undefined;
  return (
    <li className="flex items-start gap-2 border-line border-b px-3 py-1.5 last:border-b-0">
      <div className="w-64 shrink-0">
        <input
          aria-label={`Name of variable ${place}`}
          value={row.name}
          readOnly={isReadOnly || isStored}
          spellCheck={false}
          placeholder="NAME"
          aria-invalid={problem ? true : undefined}
          onChange={(event) => onChange({ ...row, name: event.target.value })}
          className={`${inputClasses} h-7 read-only:bg-panel`}
        />
        <FieldProblem problem={problem} />
        <Comment row={row} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <ValueField
          at={at}
          row={row}
          place={place}
          isReadOnly={isReadOnly}
          isAwaited={isAwaited}
          onChange={onChange}
        />
        {note && <p className="mt-0.5 text-muted text-sm [overflow-wrap:anywhere]">{note}</p>}
      </div>
      <ScopeButton at={at} row={row} isReadOnly={isReadOnly} onChange={onChange} />
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

/** What people wrote about it in the text. */
const Comment = ({ row: { above = '', beside = '' } }: Pick<RowProps, 'row'>) => {
  const words = `${above.trim()}\n${beside}`.trim();
  return words === '' ? null : (
    <p className="mt-0.5 whitespace-pre-wrap font-mono text-muted text-xs [overflow-wrap:anywhere]">
      {words}
    </p>
  );
};

/** Where a value holds, if not everywhere; not there where nothing could be chosen. */
const ScopeButton = ({
  at,
  row,
  isReadOnly,
  onChange,
}: Omit<RowProps, 'place' | 'problem' | 'note' | 'isAwaited' | 'onRemove'>) => {
  const [isOpen, setOpen] = useState(false);
  const choices = useScopeChoices(at);
  const words = useScopeWords()(row.scope);
  if (!isScoped(row) && (isReadOnly || dimensions.every((each) => choices[each].length === 0))) return null;
  const reason =
    row.value === undefined
      ? 'Type the value anew to change where it holds: a stored secret keeps its scope.'
      : undefined;
  return (
    <>
      {words !== '' && (
        <span className="mt-1 max-w-48 truncate text-secondary text-sm" title={words}>
          {words}
        </span>
      )}
      {!isReadOnly && (
        <IconButton
          label={words === '' ? 'Holds everywhere: choose where' : `Holds for ${words}: choose where`}
          icon={Crosshair}
          aria-pressed={words !== ''}
          disabledReason={reason}
          onClick={() => setOpen(true)}
        />
      )}
      {isOpen && (
        <ScopeDialog
          at={at}
          name={row.name}
          scope={row.scope ?? {}}
          onClose={() => setOpen(false)}
          onSave={(scope) => onChange({ ...row, scope: scopeKey(scope) === '' ? undefined : scope })}
        />
      )}
    </>
  );
};

interface VariableTableProps {
  readonly at: LevelNode;
  readonly rows: readonly VariableRow[];
  readonly problems: readonly RowProblem[];
  readonly noteOf: (row: VariableRow) => string | undefined;
  readonly isReadOnly: boolean;
  /** The key of the row that was just put there by another control, and takes the keyboard. */
  readonly awaited: string | undefined;
  readonly onChange: (rows: readonly VariableRow[]) => void;
}

/** The variables of a node, each value in its row. */
export const VariableTable = ({
  at,
  rows,
  problems,
  noteOf,
  isReadOnly,
  awaited,
  onChange,
}: VariableTableProps) => {
  const add = () => onChange([...rows, { key: crypto.randomUUID(), name: '', value: '', isSecret: false }]);
  return (
    <>
      <ul aria-label="Variables" className="rounded-lg border border-line">
        {rows.map((row, index) => (
          <Row
            key={row.key}
            at={at}
            row={row}
            place={index + 1}
            problem={problems.find(({ key }) => key === row.key)?.message}
            note={noteOf(row)}
            isReadOnly={isReadOnly}
            isAwaited={row.key === awaited}
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
