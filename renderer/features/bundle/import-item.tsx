import { useState } from 'react';
import type { BundleChoice, BundleImport, BundleSecret } from '#shared/contract/bundle.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ChangeTable } from '../../ui/change-table.tsx';
import { InlineSelect } from '../../ui/form/inline-select.tsx';
import { TextArea, TextField } from '../../ui/form/text-field.tsx';
import { fateWords } from './item-words.ts';

interface ImportItemProps {
  readonly item: BundleImport['items'][number];
  readonly choice: BundleChoice | undefined;
  readonly secrets: readonly BundleSecret[];
  /** Undefined: as it is without a choice. */
  readonly onChoose: (choice: BundleChoice | undefined) => void;
  readonly onSecret: (secret: BundleSecret) => void;
}

/** One thing of a template: what is other than here, what is needed, and whether it is written, skipped or renamed. */
export const ImportItem = ({ item, choice, secrets, onChoose, onSecret }: ImportItemProps) => {
  const { item: key, fate, changes, needs, problems } = item;
  const [isRenaming, setRenaming] = useState(choice?.choice === 'rename');
  const [name, setName] = useState(choice?.name ?? '');
  const chosen = isRenaming ? 'rename' : item.choice === 'skip' ? 'skip' : 'write';
  const choose = (next: string): void => {
    setRenaming(next === 'rename');
    if (next === 'skip') onChoose({ item: key, choice: 'skip' });
    if (next === 'write') onChoose(undefined);
  };
  return (
    <section aria-label={key} className="flex flex-col gap-2 border-line border-t pt-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 break-words font-medium">{key}</h3>
        <Badge tone={fate === 'add' ? 'running' : 'degraded'}>{fateWords[fate]}</Badge>
        <InlineSelect
          label={`What becomes of ${key}`}
          value={chosen}
          onChange={choose}
          width="9rem"
          size="sm"
        >
          <option value="write">{fate === 'add' ? 'Add it' : 'Overwrite it'}</option>
          <option value="skip">Skip it</option>
          <option value="rename">Rename it …</option>
        </InlineSelect>
      </div>
      {isRenaming && (
        <form
          aria-label={`New name of ${key}`}
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            onChoose({ item: key, choice: 'rename', name });
          }}
        >
          <TextField label="New name" value={name} onChange={({ target }) => setName(target.value)} />
          <Button type="submit" size="sm">
            Use this name
          </Button>
        </form>
      )}
      {chosen !== 'skip' && fate === 'change' && (
        <ChangeTable
          caption={`What changes of ${key}`}
          before="Here"
          after="In the template"
          changes={changes.map(({ field, before, after }) => ({ field, from: before, to: after }))}
        />
      )}
      {chosen !== 'skip' &&
        needs.map((field) => (
          <SecretField
            key={field}
            name={field}
            label={`${field} of ${key}`}
            value={secrets.find((each) => each.field === field)?.value ?? ''}
            onChange={(value) => onSecret({ item: key, field, value })}
          />
        ))}
      {problems.map(({ field, message }) => (
        <p key={`${field} ${message}`} className="text-danger text-sm">
          {field === '' ? message : `${field}: ${message}`}
        </p>
      ))}
    </section>
  );
};

interface SecretFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A key has several lines, which a field of one line would take out of it. */
const SecretField = ({ name, label, value, onChange }: SecretFieldProps) => {
  const hint = 'No template holds it.';
  if (name === 'privateKey')
    return (
      <TextArea
        label={label}
        hint={hint}
        isMono
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  return (
    <TextField
      type="password"
      label={label}
      hint={hint}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
};
