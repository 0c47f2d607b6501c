import { useMemo } from 'react';
import { useDraft } from '../../state/draft.ts';
import { fromEnvText, keyOf, type VariableRow } from './rows.ts';

export interface StoredVariables {
  readonly version: number;
  readonly rows: readonly VariableRow[];
  /** The comments below the last of them. */
  readonly below: string;
}

interface VariableDraft extends StoredVariables {
  /** As it was typed, while it was the text that was changed last. */
  readonly text?: string | undefined;
}

/** The variables of a node with what was typed and not saved, as rows and as text. */
export function useVariableDraft(nodeId: string, stored: StoredVariables) {
  const [kept, setDraft, left] = useDraft<VariableDraft>(`variables:${nodeId}`);
  const draft: VariableDraft = kept ?? stored;
  const changed = changedNames(draft, stored);
  const textProblems = useMemo(
    () => (draft.text === undefined ? [] : fromEnvText(draft.text, []).problems.map(lineWords)),
    [draft.text],
  );
  const { version, below = '' } = draft;
  return {
    draft: { ...draft, below },
    changed,
    /** Of the text, in words; while there are any, the rows are those from before. */
    textProblems,
    left,
    isClash: changed.length > 0 && version !== stored.version,
    changeRows: (rows: readonly VariableRow[]) => setDraft({ version, rows, below }),
    changeText: (text: string, read?: Pick<VariableDraft, 'rows' | 'below'>) =>
      setDraft({ version, rows: draft.rows, below, ...read, text }),
    rebase: () => setDraft({ ...draft, version: stored.version }),
    drop: () => setDraft(undefined),
  };
}

/** By what names in a text are known: as they were changed, but a stored secret by its mask. */
export function knownRows(
  stored: readonly VariableRow[],
  rows: readonly VariableRow[],
): readonly VariableRow[] {
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of stored) if (row.value === undefined || !known.has(keyOf(row))) known.set(keyOf(row), row);
  return [...known.values()];
}

export function lineWords({ line, message }: { readonly line: number; readonly message: string }): string {
  return `Line ${line}: ${message}`;
}

/** What stands in the list of changes where only the order differs, or a comment. */
export const rearranged = 'order or comments';

type Content = Pick<StoredVariables, 'rows' | 'below'>;

function changedNames(draft: Content, stored: Content): string[] {
  const text = ({ value, isSecret }: VariableRow) => JSON.stringify([value ?? null, isSecret]);
  const named = draft.rows.filter(({ name }) => name.trim());
  const before = new Map(stored.rows.map((row) => [keyOf(row), { name: row.name, text: text(row) }]));
  const after = new Map(
    named.map((row) => [
      keyOf({ ...row, name: row.name.trim() }),
      { name: row.name.trim(), text: text(row) },
    ]),
  );
  const changed = [...after]
    .filter(([key, row]) => before.get(key)?.text !== row.text)
    .map(([, { name }]) => name);
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, { name }]) => name);
  const names = [...new Set([...changed, ...removed])];
  if (names.length > 0) return names;
  return arrangementOf({ ...draft, rows: named }) === arrangementOf(stored) ? [] : [rearranged];
}

function arrangementOf({ rows, below = '' }: Content): string {
  return JSON.stringify([below, rows.map((row) => [keyOf(row), row.above ?? '', row.beside ?? ''])]);
}
