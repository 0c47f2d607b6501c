import { useState } from 'react';
import { TextArea } from '../../ui/form/text-field.tsx';
import { counted } from '../format.ts';
import { fromEnvText, isScoped, toEnvText, type VariableRow } from './rows.ts';
import { knownRows, lineWords } from './use-variable-draft.ts';

interface EnvTextFieldProps {
  readonly stored: readonly VariableRow[];
  readonly rows: readonly VariableRow[];
  readonly below: string;
  /** As it was typed; undefined while the rows were changed last. */
  readonly text: string | undefined;
  /** `read` only where every line could be read. */
  readonly onChange: (
    text: string,
    read: { readonly rows: readonly VariableRow[]; readonly below: string } | undefined,
  ) => void;
}

/** The variables as the text of an env file. What can't be read is kept as it was typed. */
export function EnvTextField({ stored, rows, below, text, onChange }: EnvTextFieldProps) {
  // What stood there at first says which masks stand for a stored secret.
  const [before] = useState(() => knownRows(stored, rows));
  const [begun] = useState(() => toEnvText(rows, below));
  const shown = text ?? begun;
  const { problems } = fromEnvText(shown, before);
  const scoped = before.filter(isScoped).length;
  const change = (next: string) => {
    const { problems: wrong, ...read } = fromEnvText(next, before);
    onChange(next, wrong.length === 0 ? read : undefined);
  };
  return (
    <TextArea
      label="Text of an env file"
      isMono
      rows={18}
      placeholder={'# Compose’s dialect\nPORT=8080\nGREETING="Hello\\nworld"'}
      hint={`Read as Compose reads it: quotes, escapes, \${NAME} of lines above; \${{NAME}} is a reference. Comments and order are kept. ••• keeps a stored secret. New names such as API_TOKEN become secrets.${scoped > 0 ? ` ${counted(scoped, 'value')} with a scope ${scoped === 1 ? 'is' : 'are'} in the table only.` : ''}`}
      error={problems.map(lineWords).join(' · ') || undefined}
      value={shown}
      onChange={(event) => change(event.target.value)}
    />
  );
}
