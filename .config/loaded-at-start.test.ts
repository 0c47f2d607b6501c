import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms: Readonly<Record<string, string>> = { '#core/': 'electron/core/', '#shared/': 'shared/' };

/** What a file takes from another one: by which names, all of them where it says none. */
interface Load {
  readonly path: string;
  readonly names: readonly string[];
}

const namesIn = (clause: string): string[] =>
  clause
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each && !each.startsWith('type '))
    .map((each) => each.split(' as ')[0] ?? '');

const fileOf = (from: string, by: string): string => {
  const [alias] = Object.keys(rooms).filter((each) => from.startsWith(each));
  if (alias) return `${rooms[alias]}${from.slice(alias.length)}`;
  return from.startsWith('.') ? relative(root, join(root, dirname(by), from)) : from;
};

/** What an import of a file loads with it: all but types, and what is loaded when it is first needed. */
const loadsOf = (path: string): Load[] => {
  const text = readFileSync(`${root}${path}`, 'utf8');
  const found = text.matchAll(/^(?:import|export) (?!type )([^;]*?) ?from '([^']+)'/gm);
  return [...found].flatMap(([, clause = '', from = '']) => {
    const names = clause.startsWith('{') ? namesIn(clause.slice(1, -1)) : [];
    return clause.startsWith('{') && names.length === 0 ? [] : [{ path: fileOf(from, path), names }];
  });
};

/** An index.ts does nothing by being loaded, so of what it passes on the bundle holds what is asked for. */
const passedOn = (load: Load): Load[] => {
  const isIndex = load.path.endsWith('/index.ts') && load.names.length > 0;
  const passing = isIndex
    ? loadsOf(load.path).filter(({ names }) => names.some((name) => load.names.includes(name)))
    : [];
  return passing.length > 0 ? passing : [load];
};

/** The way by which a start loads a file, from the entry on; of every file that it loads. */
const loadedBy = (entry: string): ReadonlyMap<string, readonly string[]> => {
  const ways = new Map<string, readonly string[]>();
  const visit = (path: string, way: readonly string[]): void => {
    if (ways.has(path)) return;
    ways.set(path, way);
    if (!existsSync(`${root}${path}`)) return;
    for (const next of loadsOf(path).flatMap(passedOn)) visit(next.path, [...way, next.path]);
  };
  visit(entry, [entry]);
  return ways;
};

const heavy =
  /^electron\/core\/(?:workload\/(?:index|swarm\/)|remote\/docker\/|remote\/ssh\/(?:connect|pool))/;
const encryption = /^(?:age-encryption|@noble\/)/;
const schemas = /^zod$/;

const waysTo = (ways: ReturnType<typeof loadedBy>, rooms: RegExp): string[] =>
  [...ways].filter(([path]) => rooms.test(path)).map(([, way]) => way.join(' → '));

describe('a start', () => {
  const untilReady = loadedBy('electron/headless/run.ts');
  const withRouter = loadedBy('electron/core/create-core.ts');

  it('loads the modules', () => {
    expect(untilReady.has('electron/core/modules/session/queries.ts')).toBe(true);
    expect(withRouter.has('electron/core/modules/service/router.ts')).toBe(true);
  });

  it('loads nothing of what talks to servers, which is loaded at the first call that needs it', () => {
    expect(waysTo(withRouter, heavy).slice(0, 5)).toEqual([]);
  });

  it('loads nothing that encrypts bundles, which is loaded with the first of them', () => {
    expect(waysTo(withRouter, encryption).slice(0, 5)).toEqual([]);
  });

  it('loads no schema before the host is ready: the contract costs more than all the rest', () => {
    expect(waysTo(untilReady, schemas).slice(0, 5)).toEqual([]);
  });
});
