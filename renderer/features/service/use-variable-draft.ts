import { useMemo } from 'react';
import { useDraft } from '../../state/draft.ts';
import { fromEnvText, type VariableRow } from './variable-rows.ts';

export interface StoredVariables {
  readonly version: number;
  readonly rows: readonly VariableRow[];
}

interface VariableDraft extends StoredVariables {
  /** As it was typed, while it was the text that was changed last. */
  readonly text?: string | undefined;
}

/** The variables of a service with what was typed and not saved, as rows and as text. */
export function useVariableDraft(serviceId: string, stored: StoredVariables) {
  const [kept, setDraft, left] = useDraft<VariableDraft>(`variables:${serviceId}`);
  const draft: VariableDraft = kept ?? stored;
  const changed = changedNames(draft.rows, stored.rows);
  const textProblems = useMemo(
    () => (draft.text === undefined ? [] : fromEnvText(draft.text, []).problems.map(lineWords)),
    [draft.text],
  );
  return {
    draft,
    changed,
    /** Of the text, in words; while there are any, the rows are those from before. */
    textProblems,
    left,
    isClash: changed.length > 0 && draft.version !== stored.version,
    changeRows: (rows: readonly VariableRow[]) => setDraft({ version: draft.version, rows }),
    changeText: (text: string, rows: readonly VariableRow[] = draft.rows) =>
      setDraft({ version: draft.version, rows, text }),
    rebase: () => setDraft({ ...draft, version: stored.version }),
    drop: () => setDraft(undefined),
  };
}

/** By what names in a text are known: as they were changed, but a stored secret by its mask. */
export function knownRows(
  stored: readonly VariableRow[],
  rows: readonly VariableRow[],
): readonly VariableRow[] {
  const known = new Map(rows.map((row) => [row.name, row]));
  for (const row of stored) if (row.value === undefined || !known.has(row.name)) known.set(row.name, row);
  return [...known.values()];
}

export function lineWords({ line, message }: { readonly line: number; readonly message: string }): string {
  return `Line ${line}: ${message}`;
}

function changedNames(rows: readonly VariableRow[], stored: readonly VariableRow[]): string[] {
  const text = ({ value, isSecret }: VariableRow) => JSON.stringify([value ?? null, isSecret]);
  const before = new Map(stored.map((row) => [row.name, text(row)]));
  const after = new Map(rows.filter(({ name }) => name.trim()).map((row) => [row.name.trim(), text(row)]));
  const changed = [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);
  return [...changed, ...[...before.keys()].filter((name) => !after.has(name))];
}
