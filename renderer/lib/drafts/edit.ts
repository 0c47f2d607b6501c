/** What somebody changed in a form: the fields that differ, and what they stood at when the edit began. */
export interface Edit {
  readonly values: Readonly<Record<string, unknown>>;
  readonly base: Readonly<Record<string, unknown>>;
  /** What is chosen beside the fields; undefined where it is untouched. */
  readonly rest?: unknown;
}

interface Rest {
  readonly value: unknown;
  readonly first: unknown;
}

/** The edit that a form holds. */
export function editOf(
  values: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
  rest: Rest | undefined,
): Edit {
  const changed = Object.keys(values).filter((name) => !isSame(values[name], defaults[name]));
  const pick = (from: Readonly<Record<string, unknown>>) =>
    structuredClone(Object.fromEntries(changed.map((name) => [name, from[name]])));
  const chosen = rest && !isSame(rest.value, rest.first) ? { rest: rest.value } : {};
  return { values: pick(values), base: pick(defaults), ...chosen };
}

export function isEmptyEdit({ values, rest }: Edit): boolean {
  return Object.keys(values).length === 0 && rest === undefined;
}

/** Whether somebody changed meanwhile what an edit began from. */
export function isFromAnother({ base }: Edit, defaults: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(base).some((name) => !isSame(base[name], defaults[name]));
}

/** What of an edit may be on a disk: fields such as `auth.password` are empty there; nothing where nothing else was typed. */
export function withoutSecrets(edit: Edit, fields: readonly string[]): Edit | undefined {
  const { values, base } = structuredClone(edit);
  for (const field of fields) for (const tree of [values, base]) empty(tree, field.split('.'));
  const kept = editOf(values, base, undefined);
  const whole = { ...kept, ...(edit.rest === undefined ? {} : { rest: edit.rest }) };
  return isEmptyEdit(whole) ? undefined : whole;
}

function empty(tree: Readonly<Record<string, unknown>>, [head = '', ...rest]: readonly string[]): void {
  const below = tree[head];
  if (rest.length > 0 && isTree(below)) empty(below, rest);
  else if (rest.length === 0 && below !== undefined) Object.assign(tree, { [head]: '' });
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
