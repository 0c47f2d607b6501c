import type { Variable } from '#shared/contract/variable.ts';
import { VariableName, VariableValue } from '#shared/contract/variable.ts';
import { formatEnvText, parseEnvText } from '#shared/model/env-text.ts';
import { type Scope, scopeKey } from '#shared/model/variables/scope.ts';
import { isSecretByName } from '#shared/model/variables/secret-name.ts';
import { tiesOf, tieWords } from '#shared/model/variables/ties.ts';

/** One value of a variable being edited. A secret whose value was never typed keeps the one it has. */
export interface VariableRow {
  readonly key: string;
  readonly name: string;
  /** Undefined: a stored secret that stays as it is. */
  readonly value: string | undefined;
  readonly isSecret: boolean;
  /** Where it holds; absent: everywhere. */
  readonly scope?: Scope | undefined;
  readonly above?: string | undefined;
  readonly beside?: string | undefined;
}

/** Stands for a stored secret in text; typing it back keeps the secret. */
export const mask = '•••';

/** Whether a value holds in some places only; the text of an env file has no words for it. */
export const isScoped = ({ scope = {} }: Pick<VariableRow, 'scope'>): boolean => scopeKey(scope) !== '';

export const rowsOf = (variables: readonly Variable[]): VariableRow[] =>
  variables.map(({ value, ...variable }) => ({
    ...variable,
    key: keyOf(variable),
    value,
  }));

/** What is sent: rows without a name and a value are dropped, they were only begun. */
export const toVariables = (rows: readonly VariableRow[]) =>
  rows
    .filter(({ name, value }) => name.trim() !== '' || (value ?? '') !== '')
    .map(({ name, value, isSecret, scope, above, beside }) => ({
      name: name.trim(),
      isSecret,
      ...(value === undefined ? {} : { value }),
      ...(scope && scopeKey(scope) !== '' ? { scope } : {}),
      ...(above ? { above } : {}),
      ...(beside ? { beside } : {}),
    }));

export interface RowProblem {
  readonly key: string;
  readonly message: string;
}

/** What is wrong with which row; names are told apart without regard to case, and values of one name by their scopes. */
export const rowProblems = (rows: readonly VariableRow[]): RowProblem[] => {
  const spelling = new Map<string, string>();
  const seen = new Set<string>();
  const named = rows.map((row) => ({ name: row.name.trim(), scope: row.scope }));
  const ties = new Map(tiesOf(named).map(({ first, second }) => [second, first]));
  return rows.flatMap(({ key, name, value, scope }, index) => {
    const trimmed = name.trim();
    if (trimmed === '' && (value ?? '') === '') return [];
    const earlier = spelling.get(trimmed.toLowerCase());
    const place = keyOf({ name: trimmed, scope });
    const isTaken = seen.has(place) || (earlier !== undefined && earlier !== trimmed);
    spelling.set(trimmed.toLowerCase(), earlier ?? trimmed);
    seen.add(place);
    const wrong =
      VariableName.safeParse(trimmed).error?.issues[0]?.message ??
      (value === undefined ? undefined : VariableValue.safeParse(value).error?.issues[0]?.message);
    if (wrong) return [{ key, message: trimmed === '' ? 'must not be empty' : wrong }];
    if (isTaken) return [{ key, message: `is there already as ${earlier}` }];
    const first = ties.get(index);
    return first === undefined ? [] : [{ key, message: tieWords(trimmed, first + 1) }];
  });
};

/** Those that hold everywhere as env text with their comments, stored secrets masked. */
export const toEnvText = (rows: readonly VariableRow[], below = ''): string =>
  formatEnvText(
    rows
      .filter((row) => row.name.trim() !== '' && !isScoped(row))
      .map(({ name, value, above, beside }) => ({ name, value: value ?? mask, above, beside })),
    below,
  );

/**
 * Rows out of edited env text: known names keep being secret, new ones are when their name says so. Values with a scope
 * are not in the text and stay as they are, behind the others.
 */
export const fromEnvText = (text: string, before: readonly VariableRow[]) => {
  const { entries, below, problems } = parseEnvText(text);
  const known = new Map(before.flatMap((row) => (isScoped(row) ? [] : [[row.name, row] as const])));
  const rows = entries.map(({ name, value, above, beside }): VariableRow => {
    const row = known.get(name);
    const isSecret = row?.isSecret ?? isSecretByName(name, value);
    const isKept = row?.isSecret === true && row.value === undefined && value === mask;
    const comments = { ...(above ? { above } : {}), ...(beside ? { beside } : {}) };
    return { key: row?.key ?? `new ${name}`, name, value: isKept ? undefined : value, isSecret, ...comments };
  });
  return { rows: [...rows, ...before.filter(isScoped)], below, problems };
};

/** One name in one scope. */
export function keyOf({ name, scope = {} }: Pick<VariableRow, 'name' | 'scope'>): string {
  const key = scopeKey(scope);
  return key === '' ? name : `${name} ${key}`;
}
