import type { ComposeProject } from '#shared/compose/schema/project.ts';

/** The most that is compared; what goes beyond changes as a whole. */
const mostFields = 5_000;

/** A project piece by piece, each by the way to it, as in `web environment.LEVEL`. */
export function fieldsOf(project: ComposeProject): [field: string, text: string][] {
  const fields: [string, string][] = [];
  for (const [name, service] of Object.entries(project.services)) {
    for (const [key, value] of Object.entries(service)) collect(fields, `${name} ${key}`, value);
  }
  for (const kind of ['networks', 'volumes', 'configs', 'secrets'] as const)
    for (const [name, value] of Object.entries(project[kind]))
      collect(fields, `${kind.slice(0, -1)} ${name}`, value);
  return fields.slice(0, mostFields);
}

function collect(fields: [string, string][], field: string, value: unknown): void {
  if (fields.length > mostFields || value === undefined) return;
  if (Array.isArray(value) || typeof value !== 'object' || value === null) {
    fields.push([field, typeof value === 'string' ? value : JSON.stringify(value)]);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) fields.push([field, '{}']);
  for (const [key, entry] of entries) collect(fields, `${field}.${key}`, entry);
}
