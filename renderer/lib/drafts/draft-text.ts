/** What a draft of any form holds, as lines that a person can use elsewhere: `field: value`, and variables as `NAME=value`. */
export function draftText(draft: unknown): string {
  if (!isTree(draft)) return String(draft ?? '');
  if (typeof draft.text === 'string') return draft.text;
  if (Array.isArray(draft.rows)) return draft.rows.flatMap(variableLine).join('\n');
  // an edit of a form holds beside its values what they stood at; another draft is all values
  const values = isTree(draft.values)
    ? { ...draft.values, ...(isTree(draft.rest) ? draft.rest : {}) }
    : draft;
  return lines(values, '').join('\n');
}

function variableLine(row: unknown): string[] {
  if (!isTree(row) || typeof row.name !== 'string' || row.name === '') return [];
  return [`${row.name}=${typeof row.value === 'string' ? row.value : '•••'}`];
}

function lines(value: unknown, path: string): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (!isTree(value)) return [`${path}: ${String(value)}`];
  return Object.entries(value).flatMap(([name, below]) => lines(below, path ? `${path}.${name}` : name));
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
