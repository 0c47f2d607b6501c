import type { Schema } from './api-description.ts';

type Schemas = Readonly<Record<string, Schema>>;

/** One field of a value, as a line of a table. */
export interface SchemaRow {
  /** `add[].nodeId`. */
  readonly path: string;
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Limits, default and what it stands for, each a few words. */
  readonly remarks: readonly string[];
}

const deepest = 6;

/** The fields of a value, each parent before its children. A schema that holds itself is told once. */
export function rowsOf(schema: Schema | undefined, schemas: Schemas): readonly SchemaRow[] {
  return schema ? below(schema, { schemas, path: '', depth: 0, seen: [] }) : [];
}

/** What a value is, in a few words: `text`, `list of objects`, `one of a, b`. */
export function typeOf(schema: Schema, schemas: Schemas): string {
  const { resolved } = resolve(schema, schemas, []);
  if (resolved.const !== undefined) return JSON.stringify(resolved.const);
  if (resolved.enum) return choices(resolved.enum);
  const options = optionsOf(resolved);
  if (options.length > 0) return [...new Set(options.map((option) => typeOf(option, schemas)))].join(' or ');
  if (resolved.items) return `list of ${typeOf(resolved.items, schemas)}`;
  const types = typeof resolved.type === 'string' ? [resolved.type] : (resolved.type ?? []);
  return types.map((type) => words[type] ?? type).join(' or ') || 'anything';
}

/** Limits, default and meaning of one value. */
export function remarksOf(schema: Schema, schemas: Schemas): readonly string[] {
  const { resolved } = resolve(schema, schemas, []);
  const [only, ...others] = optionsOf(resolved).filter((option) => option.type !== 'null');
  const inner = only && others.length === 0 ? resolve(only, schemas, []).resolved : resolved;
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, format } = inner;
  return [
    resolved.description ?? inner.description ?? inner.items?.description ?? '',
    between(minLength, maxLength, 'characters'),
    between(minimum, maximum, ''),
    between(minItems, maxItems, 'items'),
    format ?? '',
    resolved.default === undefined ? '' : `default ${JSON.stringify(resolved.default)}`,
  ].filter((remark) => remark !== '');
}

/** A value that fits a schema: what must be given, and of what may be left out the first where nothing must. */
export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const { resolved } = resolve(schema, schemas, []);
  const [given] = resolved.examples ?? [];
  if (given !== undefined) return given;
  if (resolved.const !== undefined) return resolved.const;
  if (resolved.enum) return resolved.enum[0];
  const [option] = optionsOf(resolved);
  if (option) return exampleOf(option, schemas, depth);
  if (resolved.properties && depth < deepest) {
    const needed = resolved.required ?? [];
    const shown = needed.length > 0 ? needed : Object.keys(resolved.properties).slice(0, 1);
    return Object.fromEntries(
      shown.map((name) => [name, exampleOf(resolved.properties?.[name] ?? {}, schemas, depth + 1)]),
    );
  }
  if (resolved.items) return [exampleOf(resolved.items, schemas, depth + 1)];
  if (resolved.default !== undefined) return resolved.default;
  const type = typeof resolved.type === 'string' ? resolved.type : resolved.type?.[0];
  if (type === 'integer' || type === 'number') return resolved.minimum ?? 1;
  if (type === 'boolean') return true;
  return type === 'string' ? (samples[resolved.format ?? ''] ?? 'text') : null;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
};

const samples: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  'date-time': '2027-01-31T12:00:00Z',
  uri: 'https://example.com',
};

const shownChoices = 8;

function choices(values: readonly unknown[]): string {
  const shown = values.slice(0, shownChoices).map((value) => JSON.stringify(value));
  const more = values.length - shown.length;
  return `one of ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function between(least: number | undefined, most: number | undefined, unit: string): string {
  const bounded = most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : undefined;
  const lower = least !== undefined && least > -Number.MAX_SAFE_INTEGER ? least : undefined;
  if (bounded === undefined && (lower === undefined || lower === 0)) return '';
  if (bounded === undefined) return `at least ${lower} ${unit}`.trim();
  return `${lower === undefined || lower === 0 ? 'at most' : `${lower} to`} ${bounded.toLocaleString('en')} ${unit}`.trim();
}

function optionsOf({ anyOf, oneOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? [];
}

function resolve(
  schema: Schema,
  schemas: Schemas,
  seen: readonly string[],
): { resolved: Schema; seen: readonly string[] } {
  const name = schema.$ref?.split('/').at(-1);
  if (name === undefined) return { resolved: schema, seen };
  return {
    resolved: { ...schemas[name], ...(schema.description ? { description: schema.description } : {}) },
    seen: [...seen, name],
  };
}

interface Place {
  readonly schemas: Schemas;
  readonly path: string;
  readonly depth: number;
  readonly seen: readonly string[];
}

function below(schema: Schema, place: Place): SchemaRow[] {
  const name = schema.$ref?.split('/').at(-1);
  if (place.depth > deepest || (name !== undefined && place.seen.includes(name))) return [];
  const { resolved, seen } = resolve(schema, place.schemas, place.seen);
  const here = { ...place, seen };
  if (resolved.items) return below(resolved.items, { ...here, path: `${place.path}[]` });
  const options = optionsOf(resolved);
  if (options.length > 0) return options.flatMap((option) => below(option, here)).filter(isFirst);
  return Object.entries(resolved.properties ?? {}).flatMap(([each, property]) => {
    const path = place.path === '' ? each : `${place.path}.${each}`;
    const row: SchemaRow = {
      path,
      depth: place.depth,
      name: each,
      type: typeOf(property, place.schemas),
      isRequired: resolved.required?.includes(each) === true,
      remarks: remarksOf(property, place.schemas),
    };
    return [row, ...below(property, { ...here, path, depth: place.depth + 1 })];
  });
}

/** Alternatives share fields, such as the one that tells them apart; each is told once. */
function isFirst({ path, type }: SchemaRow, at: number, rows: readonly SchemaRow[]): boolean {
  return rows.findIndex((row) => row.path === path && row.type === type) === at;
}
