import { useState } from 'react';
import { TextArea } from '../../ui/form/text-field.tsx';
import { knownRows, lineWords } from './use-variable-draft.ts';
import { fromEnvText, toEnvText, type VariableRow } from './variable-rows.ts';

interface EnvTextFieldProps {
  readonly stored: readonly VariableRow[];
  readonly rows: readonly VariableRow[];
  /** As it was typed; undefined while the rows were changed last. */
  readonly text: string | undefined;
  /** `rows` only where every line could be read. */
  readonly onChange: (text: string, rows: readonly VariableRow[] | undefined) => void;
}

/** The variables as the text of an env file. What can't be read is kept as it was typed. */
export function EnvTextField({ stored, rows, text, onChange }: EnvTextFieldProps) {
  // What stood there at first says which masks stand for a stored secret.
  const [before] = useState(() => knownRows(stored, rows));
  const [begun] = useState(() => toEnvText(rows));
  const shown = text ?? begun;
  const { problems } = fromEnvText(shown, before);
  const change = (next: string) => {
    const parsed = fromEnvText(next, before);
    onChange(next, parsed.problems.length === 0 ? parsed.rows : undefined);
  };
  return (
    <TextArea
      label="Text of an env file"
      isMono
      rows={18}
      placeholder={'# Compose’s dialect\nPORT=8080\nGREETING="Hello\\nworld"'}
      hint="Read as Compose reads it: quotes, escapes, ${NAME} of lines above. ••• keeps a stored secret. New names such as API_TOKEN become secrets."
      error={problems.map(lineWords).join(' · ') || undefined}
      value={shown}
      onChange={(event) => change(event.target.value)}
    />
  );
}
