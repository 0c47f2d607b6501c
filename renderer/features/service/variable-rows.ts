import type { Variable } from '#shared/contract/variable.ts';
import { VariableName, VariableValue } from '#shared/contract/variable.ts';
import { formatEnvText, parseEnvText } from '#shared/model/env-text.ts';
import { isSecretName } from '#shared/model/variables/secret-name.ts';

/** One variable being edited. A secret whose value was never typed keeps the one it has. */
export interface VariableRow {
  readonly key: string;
  readonly name: string;
  /** Undefined: a stored secret that stays as it is. */
  readonly value: string | undefined;
  readonly isSecret: boolean;
}

/** Stands for a stored secret in text; typing it back keeps the secret. */
export const mask = '•••';

export const rowsOf = (variables: readonly Variable[]): VariableRow[] =>
  variables.map(({ name, value, isSecret }) => ({ key: name, name, value, isSecret }));

/** What is sent: rows without a name and a value are dropped, they were only begun. */
export const toVariables = (rows: readonly VariableRow[]) =>
  rows
    .filter(({ name, value }) => name.trim() !== '' || (value ?? '') !== '')
    .map(({ name, value, isSecret }) => ({
      name: name.trim(),
      isSecret,
      ...(value === undefined ? {} : { value }),
    }));

export interface RowProblem {
  readonly key: string;
  readonly message: string;
}

/** What is wrong with which row; names are told apart without regard to case. */
export const rowProblems = (rows: readonly VariableRow[]): RowProblem[] => {
  const seen = new Map<string, string>();
  return rows.flatMap(({ key, name, value }) => {
    const trimmed = name.trim();
    if (trimmed === '' && (value ?? '') === '') return [];
    const lower = trimmed.toLowerCase();
    const earlier = seen.get(lower);
    seen.set(lower, trimmed);
    const wrong =
      VariableName.safeParse(trimmed).error?.issues[0]?.message ??
      (value === undefined ? undefined : VariableValue.safeParse(value).error?.issues[0]?.message);
    if (wrong) return [{ key, message: trimmed === '' ? 'must not be empty' : wrong }];
    return earlier === undefined ? [] : [{ key, message: `is there already as ${earlier}` }];
  });
};

/** The rows as env text, stored secrets masked. */
export const toEnvText = (rows: readonly VariableRow[]): string =>
  formatEnvText(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => ({ name, value: value ?? mask })),
  );

/** Rows out of edited env text: known names keep being secret, new ones are when their name says so. */
export const fromEnvText = (text: string, before: readonly VariableRow[]) => {
  const { entries, problems } = parseEnvText(text);
  const known = new Map(before.map((row) => [row.name, row]));
  const rows = entries.map(({ name, value }): VariableRow => {
    const row = known.get(name);
    const isSecret = row?.isSecret ?? isSecretName(name);
    const isKept = row?.isSecret === true && row.value === undefined && value === mask;
    return { key: row?.key ?? `new ${name}`, name, value: isKept ? undefined : value, isSecret };
  });
  return { rows, problems };
};
