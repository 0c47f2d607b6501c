import { readFileSync } from 'node:fs';

/**
 * The policy as people wrote it down in docs/access.md. Tests expect from these rows, and never from the tables of the
 * code under test: a wrong permission in the contract or in a role is seen because it stands here rightly.
 */
export interface PolicyRow {
  readonly operation: string;
  readonly who: 'anybody' | 'signed in' | 'person';
  /** Demanded on the node of `on`; empty where everybody may call. */
  readonly permission: string;
  readonly on: string;
  readonly effect: string;
  readonly marks: readonly string[];
  /** Paths of the ids in the input besides the target's, with the permission demanded on each. */
  readonly ids: readonly WrittenId[];
}

interface WrittenId {
  readonly field: string;
  readonly permission?: string;
  /** Whoever may give may name it without seeing it. */
  readonly isGiven?: true;
}

export interface RoleRow {
  readonly name: string;
  readonly level: number;
  readonly reach: string;
  readonly permissions: ReadonlySet<string>;
}

const page = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8');

/** The cells of the table under a heading, without its head; throws where the page has no such table. */
function tableUnder(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  if (rows.length < 3) throw new Error(`docs/access.md has no table under “${heading}”`);
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const words = (cell: string, separator: RegExp): string[] =>
  cell.split(separator).filter((each) => each !== '');

/** Every permission of the catalogue, in its order. */
export const writtenPermissions: readonly string[] = tableUnder('Catalogue').flatMap(
  ([kind = '', verbs = '']) => words(verbs, / /).map((verb) => `${kind}.${verb}`),
);

function permissionsOf(held: string): Set<string> {
  const [all, except = ''] = held.split(' but ');
  if (all === 'everything') {
    const without = words(except, /, /);
    return new Set(writtenPermissions.filter((permission) => !without.includes(permission)));
  }
  return new Set(words(held, /, /).flatMap(permissionsNamed));
}

function permissionsNamed(name: string): readonly string[] {
  if (!name.endsWith('.*')) return [name];
  return writtenPermissions.filter((permission) => permission.startsWith(name.slice(0, -1)));
}

/** The built-in roles by name. */
export const writtenRoles: ReadonlyMap<string, RoleRow> = new Map(
  tableUnder('Built-in roles').map(([name = '', level = '', reach = '', held = '']) => [
    name,
    { name, level: Number(level), reach, permissions: permissionsOf(held) },
  ]),
);

/** The permission that shows a node of a kind. */
export const shownBy = (kind: string): string => exceptions.get(kind) ?? `${kind}.read`;
const exceptions = new Map(
  tableUnder('Which permission shows a kind').map(([kind = '', permission = '']) => [kind, permission]),
);

function idOf(cell: string): WrittenId {
  const given = ' given';
  const [field = '', permission] = cell.replaceAll('`', '').split(' → ');
  if (field.endsWith(given)) return { field: field.slice(0, -given.length), isGiven: true };
  return permission === undefined ? { field } : { field, permission };
}

/** Every operation by name. */
export const writtenPolicy: ReadonlyMap<string, PolicyRow> = new Map(
  tableUnder('Operations').map(
    ([operation = '', who = '', permission = '', on = '', effect = '', marks = '', ids = '']) => [
      operation,
      {
        operation,
        who: who as PolicyRow['who'],
        permission,
        on,
        effect,
        marks: words(marks, /, /),
        ids: words(ids, /, /).map(idOf),
      },
    ],
  ),
);

/** The row of an operation; throws where nobody wrote one. */
export function policyOf(operation: string): PolicyRow {
  const row = writtenPolicy.get(operation);
  if (!row) throw new Error(`docs/access.md has no row for ${operation}`);
  return row;
}
