/** The ids that an input has at a place, as `ReferenceField` names it. */
export const idsAt = (input: unknown, field: string): string[] => {
  const found = field.split('.').reduce<unknown[]>(
    (values, key) =>
      values.flatMap((value) => {
        if (key === '*') return Array.isArray(value) ? (value as unknown[]) : [];
        return typeof value === 'object' && value !== null ? [(value as Record<string, unknown>)[key]] : [];
      }),
    [input],
  );
  return found.filter((id) => typeof id === 'string');
};

/** The input with something else in place of every text that it has at a place; nothing else is touched. */
export function replaceAt(input: unknown, field: string, replace: (text: string) => string): unknown {
  return replaceBelow(input, field.split('.'), replace);
}

function replaceBelow(
  value: unknown,
  [key, ...keys]: readonly string[],
  replace: (text: string) => string,
): unknown {
  if (key === undefined) return typeof value === 'string' ? replace(value) : value;
  if (key === '*')
    return Array.isArray(value) ? value.map((each) => replaceBelow(each, keys, replace)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaceBelow(record[key], keys, replace) };
}
