import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type EditablePart, editPart, type PartEdit, partsOf } from '#shared/compose/edit-parts.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/form/text-field.tsx';

interface PartFormProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Image and variables of each part of a file, whose every other byte stays as it is written. */
export function PartForm({ text, onChange }: PartFormProps) {
  const [refused, setRefused] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const parts = useMemo(() => (isOpen ? partsOf(text) : []), [isOpen, text]);
  const edit = (asked: PartEdit): void => {
    const edited = editPart(text, asked);
    setRefused(edited === null ? asked.part : undefined);
    if (edited !== null) onChange(edited);
  };
  return (
    <details
      className="rounded-lg border border-line px-3 py-2"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="cursor-pointer font-medium">
        Images and variables{' '}
        <span className="font-normal text-secondary">without touching the rest of the file</span>
      </summary>
      <div className="mt-2 flex flex-col gap-4">
        {isOpen && parts.length === 0 && (
          <p className="text-secondary">This file has no parts that can be read; edit it below.</p>
        )}
        {parts.map((part) => (
          <PartFields key={part.name} part={part} isRefused={refused === part.name} onEdit={edit} />
        ))}
      </div>
    </details>
  );
}

interface PartFieldsProps {
  readonly part: EditablePart;
  readonly isRefused: boolean;
  readonly onEdit: (edit: PartEdit) => void;
}

function PartFields({ part: { name: part, image, variables }, isRefused, onEdit }: PartFieldsProps) {
  const [fresh, setFresh] = useState('');
  const isTaken = variables.some(({ name }) => name === fresh.trim());
  const canAdd = /^[A-Za-z_][\w.-]*$/.test(fresh.trim()) && !isTaken;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium font-mono text-sm">{part}</legend>
      <TextField
        label={`Image of ${part}`}
        isMono
        placeholder="built, or said elsewhere"
        error={isRefused ? 'That stands in a way that only the text can change; edit it below.' : undefined}
        value={image ?? ''}
        onChange={(event) => onEdit({ part, image: event.target.value })}
      />
      {variables.map(({ name, value }) => (
        <div key={name} className="flex items-end gap-2">
          <div className="flex-1">
            <TextField
              label={`${name} of ${part}`}
              isMono
              value={value}
              onChange={(event) => onEdit({ part, variable: name, value: event.target.value })}
            />
          </div>
          <Button
            icon={Trash2}
            aria-label={`Remove ${name} of ${part}`}
            onClick={() => onEdit({ part, variable: name, value: null })}
          >
            Remove
          </Button>
        </div>
      ))}
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <TextField
            label={`Name of a new variable of ${part}`}
            isMono
            placeholder="LOG_LEVEL"
            error={isTaken ? 'There is one of this name.' : undefined}
            value={fresh}
            onChange={(event) => setFresh(event.target.value)}
          />
        </div>
        <Button
          icon={Plus}
          disabled={!canAdd}
          onClick={() => {
            onEdit({ part, variable: fresh.trim(), value: '' });
            setFresh('');
          }}
        >
          Add it
        </Button>
      </div>
    </fieldset>
  );
}
