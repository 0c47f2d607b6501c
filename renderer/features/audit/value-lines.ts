/** A stored value as lines that people read: no brackets, no quotes, a name in place of an id that goes with one. */
export function valueLines(value: unknown): string[] {
  if (value === undefined) return [];
  if (value === null || (Array.isArray(value) && value.length === 0)) return ['none'];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'string') return textOf(value).split('\n');
  if (Array.isArray(value)) return value.map((each) => valueLines(each).join(', '));
  if (typeof value === 'object') return objectLines(value);
  return [String(value)];
}

/** The name of a field in words: `endsAt` as `ends at`. */
export function fieldWords(field: string): string {
  return field.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** An instant where the reader is; any other text as it is. */
function textOf(text: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/.test(text) ? instant.format(new Date(text)) : text;
}

function objectLines(value: object): string[] {
  const fields = Object.entries(value).filter(([name]) => !('name' in value && /^id$|Id$/.test(name)));
  const [only, ...more] = fields;
  if (only?.[0] === 'name' && more.length === 0) return valueLines(only[1]);
  return fields.flatMap(([name, inner]) => {
    const lines = valueLines(inner);
    const label = fieldWords(name);
    return lines.length === 1
      ? [`${label}: ${lines[0]}`]
      : [`${label}:`, ...lines.map((line) => `  ${line}`)];
  });
}
