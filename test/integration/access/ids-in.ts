/** The ids that an input has at a path of docs/access.md; `*` stands for each item of a list. */
export function idsIn(input: unknown, path: string): string[] {
  const [key, ...rest] = path.split('.');
  if (key === undefined || key === '') return typeof input === 'string' ? [input] : [];
  if (key === '*') return Array.isArray(input) ? input.flatMap((item) => idsIn(item, rest.join('.'))) : [];
  if (typeof input !== 'object' || input === null) return [];
  return idsIn((input as Readonly<Record<string, unknown>>)[key], rest.join('.'));
}
