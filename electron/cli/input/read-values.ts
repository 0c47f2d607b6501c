import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import type { GivenValue } from './parse-words.ts';
import { elementOf, isNullable, kindOf, shapeOf } from './schema.ts';
import { isSecretField } from './secrets.ts';

type Schema = GivenValue['field']['schema'];
type Reader = Pick<Io, 'read' | 'err'>;

const flagOf = ({ field, path }: GivenValue): string => `--${[field.flag, ...path].join('.')}`;

/** `@FILE` and `@-` stand for what is in there; `@@` for a leading `@` itself. */
const textOf = (given: GivenValue, io: Reader, name: string): string => {
  const { text } = given;
  if (text.startsWith('@@')) return text.slice(1);
  if (text.startsWith('@')) {
    const content = io.read(text.slice(1));
    return name === 'privateKey' ? content : content.replace(/\r?\n$/, '');
  }
  if (isSecretField(name)) {
    io.err(
      `Warning: others on this machine can read ${flagOf(given)} in the process list; use @FILE or @-.\n`,
    );
  }
  return text;
};

const jsonOf = (given: GivenValue, io: Reader): unknown => {
  const { text } = given;
  const content =
    text === '-' || text === '@-' ? io.read('-') : text.startsWith('@') ? io.read(text.slice(1)) : text;
  try {
    return JSON.parse(content);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageFailure(
      `${flagOf(given)} is not JSON: ${error.message}. Give JSON, @FILE, or - for standard input.`,
    );
  }
};

const numberOf = (given: GivenValue): number => {
  const value = Number(given.text);
  if (given.text.trim() !== '' && Number.isFinite(value)) return value;
  throw usageFailure(`${flagOf(given)} must be a number, not “${given.text}”.`);
};

const booleanOf = (given: GivenValue): boolean => {
  if (/^(?:true|yes|on|1)$/i.test(given.text)) return true;
  if (/^(?:false|no|off|0)$/i.test(given.text)) return false;
  throw usageFailure(`${flagOf(given)} must be true or false, not “${given.text}”.`);
};

const listOf = (given: GivenValue, schema: Schema, io: Reader): unknown[] => {
  if (/^(?:\[|@|-$)/.test(given.text)) {
    const value = jsonOf(given, io);
    return Array.isArray(value) ? value : [value];
  }
  const element = elementOf(schema);
  return [element ? readValue(given, element, io) : given.text];
};

const isId = ({ field }: GivenValue): boolean => field.references.length > 0 && field.kind !== 'list';

const readValue = (given: GivenValue, schema: Schema, io: Reader): unknown => {
  if (given.text === '' && given.path.length === 0 && isId(given)) {
    throw usageFailure(`${flagOf(given)} must not be empty: give a path such as acme/shop, or an id.`);
  }
  if (given.text === 'null' && isNullable(schema)) return null;
  const kind = kindOf(schema);
  if (kind === 'number') return numberOf(given);
  if (kind === 'boolean') return booleanOf(given);
  if (kind === 'object') return jsonOf(given, io);
  if (kind === 'list') return listOf(given, schema, io);
  return textOf(given, io, given.path.at(-1) ?? given.field.name);
};

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const place = (tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length > 0) {
    const below = tree[key];
    const child: Tree = isTree(below) ? below : {};
    tree[key] = child;
    place(child, rest, value);
    return;
  }
  const there = tree[key];
  tree[key] = Array.isArray(there) && Array.isArray(value) ? [...there, ...value] : value;
};

const leafOf = ({ field, path }: GivenValue): Schema =>
  path.reduce((above, key) => shapeOf(above)[key] ?? above, field.schema);

/** The input that the values of a command line make, still with paths where ids belong. */
export const readValues = (values: readonly GivenValue[], io: Reader): Tree => {
  const input: Tree = {};
  const deepLast = values.toSorted((one, other) => one.path.length - other.path.length);
  for (const given of deepLast) {
    place(input, [given.field.name, ...given.path], readValue(given, leafOf(given), io));
  }
  return input;
};
