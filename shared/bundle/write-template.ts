import { stringify } from 'yaml';
import { nodeKinds } from '../model/nodes.ts';
import { canonical, compare, type Thing } from './thing.ts';

/** One file of a template, by its path in the folder, with `/` between. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/** The file that says what the folder is. */
export const headerPath = 'quayside.yaml';
export const templateFormat = 'quayside-template';
export const templateVersion = 1;

/** A folder of YAML, one file a thing, in one order and with sorted keys: the same things are the same bytes. */
export function writeTemplate(things: readonly Thing[]): TemplateFile[] {
  const files = things.map((thing) => ({ path: fileOf(thing), text: yamlOf(thing) }));
  const header = { format: templateFormat, version: templateVersion };
  return [{ path: headerPath, text: yamlOf(header) }, ...files].toSorted((a, b) => compare(a.path, b.path));
}

/** Where a thing is written, such as `services/shop/production/web.yaml`. */
export function fileOf({ kind, path }: Pick<Thing, 'kind' | 'path'>): string {
  if (path === '') return `${kind}.yaml`;
  return `${nodeKinds[kind].collection}/${path.split('/').map(fileName).join('/')}.yaml`;
}

function yamlOf(value: unknown): string {
  return stringify(canonical(value), { lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * A name as every file system takes it: what is not plain is written as `%` with its bytes, in capital letters, as an
 * address does; a name that Windows keeps for itself gets a `%` too.
 */
function fileName(name: string): string {
  const escaped = name.replaceAll(/[^A-Za-z0-9 ._@+-]/gu, hex).replace(/^[ .]|[ .]$/g, hex);
  const safe = reserved.test(escaped) ? hex(escaped.charAt(0)) + escaped.slice(1) : escaped;
  return safe.length <= longestName ? safe : `${safe.slice(0, longestName)}~${sumOf(name)}`;
}

/** The longest that leaves room for `.yaml` and the sum within the 255 bytes of most file systems. */
const longestName = 200;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function hex(text: string): string {
  return bytesOf(text)
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** FNV-1a: tells long names apart, and protects nothing. */
function sumOf(text: string): string {
  const sum = bytesOf(text).reduce((all, byte) => Math.imul(all ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return sum.toString(16).padStart(8, '0');
}

/** UTF-8, which nothing but this is built into every runtime for. */
function bytesOf(text: string): number[] {
  const escaped = encodeURIComponent(text.toWellFormed());
  return [...escaped.matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([character, byte]) =>
    byte === undefined ? character.charCodeAt(0) : Number.parseInt(byte, 16),
  );
}
